// Starts Tandem: checks where and in what browser it runs, loads the verified program, keeps it
// available offline, and says in two languages what went wrong when it cannot start.
// Nothing that belongs to the product itself enters here: it runs before any text or setting is read.
//
// Contract with the page:
//   - A newer build is ready   → <html data-update="ready"> and the event `tandem-update` on window.
//     The attribute serves who comes later than the event.
//   - The user wants it        → the page dispatches `tandem-apply-update` on window; boot.js
//     switches to the new build and reloads. The page makes sure beforehand that all is saved.
//   - Before the program mounts, #boot is the only content of <body>; it is removed afterwards.

const SENTENCES = {
  insecure: [
    "这个地址没有加密（http://），途中任何人都能改动页面，所以协同不在这里打开。请改用 https:// 地址，或在本机用 http://localhost 打开。",
    "This address is not encrypted (http://): anyone on the way could alter the page, so Tandem does not open here. Use an https:// address, or http://localhost on your own machine.",
  ],
  browser: [
    "这个浏览器缺少协同需要的功能（{detail}）。请更新浏览器，或换用新版的 Chrome、Edge、Firefox 或 Safari。",
    "This browser lacks what Tandem needs ({detail}). Please update it, or use a current Chrome, Edge, Firefox or Safari.",
  ],
  altered: [
    "页面的程序没有完整、原样地送达，所以没有启动；您的数据没有受到影响。请检查网络后重新载入。如果一再出现，请告诉提供这个网址的人。",
    "The program of this page did not arrive whole and unaltered, so it was not started; your records are untouched. Check the connection and reload. If it happens again, tell whoever runs this address.",
  ],
  start: [
    "协同没能启动；您已保存的数据没有受到影响。请重新载入页面。",
    "Tandem could not start; what you saved is untouched. Please reload the page.",
  ],
  stopped: [
    "协同遇到错误，已停止。显示为“已保存”的内容都在。请重新载入页面。",
    "Tandem met an error and stopped. Everything shown as saved is kept. Please reload the page.",
  ],
};

class Refusal extends Error {
  constructor(kind, detail) {
    super(`${kind}: ${detail}`);
    this.kind = kind;
    this.detail = detail;
  }
}

function say(kind, detail) {
  let box = document.getElementById("boot");
  if (!box) {
    box = document.createElement("div");
    box.id = "boot";
    box.className = "boot boot-over";
    document.body.prepend(box);
  }
  box.setAttribute("role", "alert");
  const [zh, en] = SENTENCES[kind].map((sentence) => sentence.replace("{detail}", detail));
  const lines = [["zh-CN", zh], ["en", en]].map(([lang, text]) => {
    const line = document.createElement("p");
    line.lang = lang;
    line.textContent = text;
    return line;
  });
  if (!chinese()) lines.reverse();
  if (detail && kind !== "browser") {
    const cause = document.createElement("p");
    cause.className = "boot-cause";
    cause.textContent = detail;
    lines.push(cause);
  }
  if (kind !== "insecure" && kind !== "browser") {
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = chinese() ? "重新载入" : "Reload";
    again.addEventListener("click", () => location.reload());
    lines.push(again);
  }
  box.replaceChildren(...lines);
}

function chinese() {
  return navigator.language.toLowerCase().startsWith("zh");
}

function checkPlace() {
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
  if (location.protocol !== "https:" && !local) throw new Refusal("insecure", location.origin);
}

function checkBrowser() {
  const needed = {
    WebAssembly: "WebAssembly" in window,
    IndexedDB: "indexedDB" in window && window.indexedDB !== null,
    "Web Crypto": window.crypto?.subtle !== undefined,
    dialog: "HTMLDialogElement" in window,
    BroadcastChannel: "BroadcastChannel" in window,
  };
  const missing = Object.keys(needed).filter((name) => !needed[name]);
  if (missing.length > 0) throw new Refusal("browser", missing.join(", "));
}

// The address and the digest of a file come from the preload tags that the build wrote.
function announced(name) {
  const tag = [...document.querySelectorAll("link[integrity]")]
    .find((link) => link.getAttribute("href").endsWith(name));
  if (!tag) throw new Refusal("altered", name);
  return { url: tag.href, integrity: tag.integrity };
}

async function loadProgram() {
  const app = document.querySelector('meta[name="tandem-app"]');
  if (!app) throw new Refusal("start", "tandem-app");
  const [module, bytes] = await Promise.all([
    verifiedModule(announced(app.dataset.js)),
    verifiedBytes(announced(app.dataset.wasm)),
  ]);
  await module.default({ module_or_path: bytes });
}

// A script tag is where every browser enforces integrity for a module; the import that follows is
// answered from the module map and gives the same, verified instance.
async function verifiedModule({ url, integrity }) {
  await new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.type = "module";
    script.integrity = integrity;
    script.crossOrigin = "anonymous";
    script.src = url;
    script.onload = resolve;
    script.onerror = () => reject(new Refusal("altered", url));
    document.head.append(script);
  });
  return import(url);
}

// Preloading alone does not enforce the digest everywhere; this fetch does.
async function verifiedBytes({ url, integrity }) {
  let response;
  try {
    response = await fetch(url, { integrity, credentials: "same-origin" });
  } catch (error) {
    throw new Refusal("altered", `${url}: ${error.message}`);
  }
  if (!response.ok) throw new Refusal("altered", `${url}: ${response.status}`);
  return response.arrayBuffer();
}

function watchForCrashes() {
  const stopped = (error) => {
    if (error instanceof WebAssembly.RuntimeError) say("stopped", error.message);
  };
  window.addEventListener("error", (event) => stopped(event.error));
  window.addEventListener("unhandledrejection", (event) => stopped(event.reason));
}

async function keepOffline() {
  if (!("serviceWorker" in navigator)) return;
  const workers = navigator.serviceWorker;
  let wanted = false;
  // The first worker taking charge of a page that had none is no update.
  let managed = workers.controller !== null;
  workers.addEventListener("controllerchange", () => {
    if (wanted) location.reload();
    else if (managed) announceUpdate();
    managed = true;
  });
  const registration = await workers.register("service-worker.js", { updateViaCache: "none" });
  const offer = () => {
    if (registration.waiting && workers.controller) announceUpdate();
  };
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offer);
  });
  offer();
  window.addEventListener("tandem-apply-update", () => {
    wanted = true;
    // Another tab may have switched already; then a reload is all that is missing.
    if (registration.waiting) registration.waiting.postMessage("skip-waiting");
    else location.reload();
  });
  lookForUpdates(registration);
}

function announceUpdate() {
  document.documentElement.dataset.update = "ready";
  window.dispatchEvent(new CustomEvent("tandem-update"));
}

// A tab may stay open for weeks; navigation alone would never ask again.
function lookForUpdates(registration) {
  const HOUR = 3_600_000;
  let asked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - asked < HOUR) return;
    asked = Date.now();
    registration.update().catch(() => {}); // Offline: the next visit asks again.
  });
}

async function start() {
  try {
    checkPlace();
    checkBrowser();
    watchForCrashes();
    await loadProgram();
    document.getElementById("boot")?.remove();
  } catch (error) {
    console.error(error);
    say(error.kind ?? "start", error.detail ?? String(error));
    // A worker that serves a broken build must not stand in the way of a repaired one.
    if (error.kind !== "insecure") navigator.serviceWorker?.getRegistration().then((r) => r?.update()).catch(() => {});
    return;
  }
  keepOffline().catch((error) => console.warn("Tandem is not available offline:", error));
}

start();
