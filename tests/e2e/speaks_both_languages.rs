//! A user reads the page in the language of the browser; only that language is fetched.
//! The switch between languages is the shell's journey.

use serde_json::json;

use crate::harness::{Lang, Setup, journey};

const FETCHED: &str = "return performance.getEntriesByType('resource')
    .map((entry) => entry.name.split('/').pop()).filter((name) => name.startsWith('texts-'))
    .map((name) => name.slice(0, 8))";

#[test]
fn both_catalogues_are_there_unaltered_and_have_the_same_length() {
    journey(async |stage| {
        let reader = stage.browser("reader").await;
        reader.open("").await;
        let lengths = "const texts = document.querySelector('meta[name=tandem-texts]').dataset;
            const length = async (name, integrity) => (await (await fetch(name, { integrity })).json()).length;
            return [await length(texts.en, texts.enIntegrity), await length(texts.zh, texts.zhIntegrity)]";
        let lengths = reader.eval_async(lengths, vec![]).await;
        assert_eq!(lengths[0], lengths[1]);
        assert!(
            lengths[0].as_u64().is_some_and(|length| length > 0),
            "{lengths}"
        );
    });
}

#[test]
fn each_reader_fetches_the_language_of_the_browser() {
    journey(async |stage| {
        for (name, lang, file) in [("ann", Lang::En, "texts-en"), ("bao", Lang::Zh, "texts-zh")] {
            let reader = stage
                .browser_with(
                    name,
                    Setup {
                        lang,
                        ..Setup::default()
                    },
                )
                .await;
            reader.open("").await;
            reader.css("body main").appears().await;
            assert_eq!(reader.eval(FETCHED, vec![]).await, json!([file]), "{name}");
            reader.screenshot(&format!("first-{file}")).await;
        }
    });
}
