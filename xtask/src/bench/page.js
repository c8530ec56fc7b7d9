// Runs one row of the bench in this page and reports its figures on the console.
// Lanes: `ours`, `twin` (ours once more) and `theirs`. Each gives its time and, outside the time,
// what it ended with, which the other lanes' must equal.

import init, * as tandem from "./tandem/tandem_bench.js";

const CHANGES = 100_000;
const now = () => performance.now();
const decoder = new TextDecoder();

// Every value a state shows first, by record and field, and how many values each field has.
function compare(ours, theirs, same) {
  const records = Object.keys(ours);
  if (records.length !== Object.keys(theirs).length) throw new Error("not the same records");
  for (const record of records) {
    const [mine, other] = [ours[record], theirs[record]];
    const fields = Object.keys(mine);
    if (fields.length !== Object.keys(other).length) throw new Error(`not the same fields of ${record}`);
    for (const field of fields) {
      if (!same(mine[field], other[field])) {
        throw new Error(`${record}.${field}: ${JSON.stringify(mine[field])} is not ${JSON.stringify(other[field])}`);
      }
    }
  }
}
const shownAlike = (mine, other) => mine[0] === other[0];
const allAlike = (mine, other) => mine.length === other.length && [...mine].sort().join() === [...other].sort().join();
const oneOfOurs = (mine, other) => mine.includes(other[0]);

function plain(state, values) {
  return Object.fromEntries([...state].map(([record, fields]) =>
    [record, Object.fromEntries([...fields].map(([name, field]) => [name, values(field)]))]));
}

// The ledger: bytes in JavaScript's hands to a queryable workspace.
function ledger(file) {
  return {
    run() {
      const start = now();
      const merged = tandem.merge(file);
      return [now() - start, merged];
    },
    shown: (merged) => JSON.parse(merged.shown()),
    drop: (merged) => merged.free(),
  };
}

// A map where the last write by clock wins, without history.
function lastWriterWins(file) {
  return {
    run() {
      const start = now();
      const { writers, records, fields, changes } = JSON.parse(decoder.decode(file));
      const state = new Map();
      const byPlace = records.map((name) => {
        let record = state.get(name);
        if (record === undefined) state.set(name, (record = new Map()));
        return record;
      });
      for (const { id, at, on, set } of changes) {
        const record = byPlace[on];
        const writer = writers[id[0]];
        for (const write of set) {
          const name = fields[write[0]];
          const field = record.get(name);
          if (field === undefined) {
            record.set(name, { at, writer, seq: id[1], value: write[1] });
          } else if (at > field.at || (at === field.at &&
              (writer > field.writer || (writer === field.writer && id[1] > field.seq)))) {
            field.at = at;
            field.writer = writer;
            field.seq = id[1];
            field.value = write[1];
          }
        }
      }
      return [now() - start, state];
    },
    shown: (state) => plain(state, (field) => [field.value]),
  };
}

// The same with every write kept, and the heads among them found.
function headsKept(file) {
  return {
    run() {
      const start = now();
      const { writers, records, fields, changes } = JSON.parse(decoder.decode(file));
      const state = new Map();
      const byPlace = records.map((name) => {
        let record = state.get(name);
        if (record === undefined) state.set(name, (record = new Map()));
        return record;
      });
      for (const { id, at, on, set } of changes) {
        const record = byPlace[on];
        for (const write of set) {
          const name = fields[write[0]];
          let field = record.get(name);
          if (field === undefined) record.set(name, (field = { writes: [], over: new Set(), heads: null }));
          // A writer's place and its count make one number that a Set compares quickly.
          const key = id[0] * 4294967296 + id[1];
          field.writes.push({ key, at, writer: writers[id[0]], seq: id[1], value: write[1] });
          for (let n = 2; n < write.length; n += 2) field.over.add(write[n] * 4294967296 + write[n + 1]);
        }
      }
      for (const record of state.values()) {
        for (const field of record.values()) {
          const { writes, over } = field;
          let heads = writes.length === 1 ? writes : writes.filter((write) => !over.has(write.key));
          if (heads.length === 0) heads = writes;
          if (heads.length > 1) {
            heads = heads.slice().sort((a, b) => b.at - a.at ||
              (a.writer < b.writer ? 1 : a.writer > b.writer ? -1 : b.seq - a.seq));
          }
          field.heads = heads;
        }
      }
      return [now() - start, state];
    },
    shown: (state) => plain(state, (field) => [...new Set(field.heads.map((head) => head.value))]),
  };
}

// Plays the changes to one document per writer, all of which meet at every exchange.
function play(file, put, meet) {
  const { records, fields, changes } = JSON.parse(decoder.decode(file));
  const writers = 5;
  const between = CHANGES / writers / tandem.exchanges();
  for (const { id, on, set } of changes) {
    const [writer, seq] = id;
    if (writer === 0 && seq > 0 && seq % between === 0) meet();
    for (const [field, value] of set) put(writer, records[on], fields[field], value);
  }
  meet();
  return records;
}

// Yjs keeps history only without garbage collection; both its ends run that way.
async function yjs(file) {
  const Y = await import("./yjs/yjs.js");
  const docs = [0, 1, 2, 3, 4].map((client) => {
    const doc = new Y.Doc({ gc: false });
    doc.clientID = client + 1;
    return doc;
  });
  const records = play(
    file,
    (writer, record, field, value) => docs[writer].getMap(record).set(field, value),
    () => {
      for (const doc of docs.slice(1)) Y.applyUpdate(docs[0], Y.encodeStateAsUpdate(doc, Y.encodeStateVector(docs[0])));
      for (const doc of docs.slice(1)) Y.applyUpdate(doc, Y.encodeStateAsUpdate(docs[0], Y.encodeStateVector(doc)));
    },
  );
  const update = Y.encodeStateAsUpdate(docs[0]);
  return {
    run() {
      const start = now();
      const doc = new Y.Doc({ gc: false });
      Y.applyUpdate(doc, update);
      return [now() - start, doc];
    },
    shown: (doc) => Object.fromEntries(records.map((record) =>
      [record, Object.fromEntries([...doc.getMap(record).entries()].map(([name, value]) => [name, [value]]))])),
    drop: (doc) => doc.destroy(),
  };
}

// Texts are put as immutable strings: a plain string would be a sequence of characters to Automerge.
async function automerge(file) {
  const A = await import("./automerge/entrypoints/fullfat_base64.js");
  const { records } = JSON.parse(decoder.decode(file));
  let first = A.from(Object.fromEntries(records.map((record) => [record, {}])), { actor: "ff" });
  const docs = [0, 1, 2, 3, 4].map((n) => A.clone(first, { actor: `0${n}` }));
  play(
    file,
    (writer, record, field, value) => {
      docs[writer] = A.change(docs[writer], (doc) => {
        doc[record][field] = typeof value === "string" ? new A.ImmutableString(value) : value;
      });
    },
    () => {
      for (const n of [1, 2, 3, 4]) docs[0] = A.merge(docs[0], docs[n]);
      for (const n of [1, 2, 3, 4]) docs[n] = A.merge(docs[n], docs[0]);
    },
  );
  const bytes = A.save(docs[0]);
  const value = (v) => (typeof v === "object" ? v.val : v);
  return {
    run() {
      const start = now();
      const doc = A.load(bytes);
      return [now() - start, doc];
    },
    shown: (doc) => Object.fromEntries(records.map((record) =>
      [record, Object.fromEntries(Object.keys(doc[record]).map((field) =>
        [field, [...new Set(Object.values(A.getConflicts(doc[record], field) ?? { one: doc[record][field] }).map(value))]]))])),
    drop: (doc) => A.free(doc),
  };
}

const merging = (other, same) => async () => {
  const file = tandem.file(CHANGES);
  const [ours, theirs] = [ledger(file), await other(file)];
  const lane = (subject, judged) => () => {
    const [time, state] = subject.run();
    // Once is enough: every round does the same.
    if (judged.shown === undefined) judged.shown = subject.shown(state);
    subject.drop?.(state);
    return time;
  };
  const [mine, others] = [{}, {}];
  const measured = await rounds(20, lane(ours, mine), lane(ours, {}), lane(theirs, others));
  compare(mine.shown, others.shown, same);
  return measured;
};

// One row per change, as an object store's own keys and values; strict as ours is.
const rowPerChange = {
  async open(name) {
    const { writers, people, records, fields, changes } = JSON.parse(decoder.decode(tandem.file(CHANGES)));
    const rows = changes.map(({ id, at, by, on, set }) => ({
      id: `${writers[id[0]]}.${id[1]}`, at, by: people[by], on: records[on],
      set: set.map(([field, value, ...over]) => ({ field: fields[field], value, over })),
    }));
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore("changes", { keyPath: "id" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return { name, rows, database };
  },
  persist: ({ database, rows }) => new Promise((resolve, reject) => {
    const transaction = database.transaction("changes", "readwrite", { durability: "strict" });
    const store = transaction.objectStore("changes");
    for (const row of rows) store.put(row);
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  }),
  load: ({ database }) => new Promise((resolve, reject) => {
    const request = database.transaction("changes").objectStore("changes").getAll();
    request.onsuccess = () => resolve(request.result.length);
    request.onerror = () => reject(request.error);
  }),
  wipe: ({ database, name }) => new Promise((resolve, reject) => {
    database.close();
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  }),
};

const segments = {
  async open(name) {
    await tandem.open(name, CHANGES);
  },
  persist: () => tandem.persist(),
  load: () => tandem.load(),
  wipe: () => tandem.wipe(),
};

const storing = (timed) => async () => {
  const lane = (store, name) => async () => {
    const opened = await store.open(name);
    const start = now();
    await store.persist(opened);
    const written = now();
    const count = await store.load(opened);
    const read = now();
    if (count !== CHANGES) throw new Error(`${name} holds ${count} changes`);
    await store.wipe(opened);
    return timed === "persist" ? written - start : read - written;
  };
  return rounds(500, lane(segments, "ours"), lane(segments, "twin"), lane(rowPerChange, "theirs"));
};

// The lanes take turns in all six orders, so that none always comes after the heaviest; the first three
// rounds only warm up.
const ORDERS = [[0, 1, 2], [1, 2, 0], [2, 0, 1], [0, 2, 1], [1, 0, 2], [2, 1, 0]];

// `pause`, in ms, lets the browser collect and write out what a lane left behind on nobody's time.
async function rounds(pause, ...lanes) {
  const [warmUp, counted] = [3, Number(new URLSearchParams(location.search).get("rounds"))];
  const figures = lanes.map(() => []);
  for (let round = 0; round < warmUp + counted; round++) {
    for (const lane of ORDERS[round % ORDERS.length]) {
      const time = await lanes[lane]();
      if (round >= warmUp) figures[lane].push(time);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  const [ours, twin, theirs] = figures;
  return { ours, twin, theirs };
}

const ROWS = {
  "merge-lww": merging(lastWriterWins, shownAlike),
  "merge-heads": merging(headsKept, allAlike),
  "merge-yjs": merging(yjs, oneOfOurs),
  "merge-automerge": merging(automerge, allAlike),
  persist: storing("persist"),
  load: storing("load"),
};

try {
  await init();
  const measured = await ROWS[new URLSearchParams(location.search).get("row")]();
  console.log(`bench-result ${JSON.stringify(measured)}`);
} catch (fault) {
  console.log(`bench-fault ${fault.stack ?? fault}`.replaceAll("\n", " "));
}
