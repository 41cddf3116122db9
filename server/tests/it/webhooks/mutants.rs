//! More than ten thousand almost genuine messages.

use super::sender::{
    Message, OTHER_SECRET, SECRET, WebhookScene, approval, event, request, signature,
};
use crate::browser::client;
use time::Duration;
use tokio::task::JoinSet;

const MUTANTS: usize = 11_000;
const AT_ONCE: usize = 8;

/// SplitMix64 with a fixed seed: a failure is reproducible.
struct MutationSeed(u64);

impl MutationSeed {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.roll() % end as u64) as usize
    }

    /// Replaces one character by a different one of the alphabet.
    fn respell(&mut self, text: &mut String, from: usize, alphabet: &[u8]) {
        let mut bytes = std::mem::take(text).into_bytes();
        let at = from + self.below(bytes.len() - from);
        let was = bytes[at];
        while bytes[at] == was {
            bytes[at] = alphabet[self.below(alphabet.len())];
        }
        *text = String::from_utf8(bytes).expect("ASCII");
    }
}

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=._-";
const DIGITS: &[u8] = b"0123456789";
const KINDS: usize = 20;

/// The genuine message, and another event of the same sender.
struct SignedDelivery {
    scene: WebhookScene,
    message: Message,
    denial: Message,
}

impl SignedDelivery {
    fn header(&self, n: usize) -> &str {
        &self.message.headers[n].1
    }

    /// A forged message of this kind.
    fn mutant(&self, kind: usize, dice: &mut MutationSeed) -> Message {
        let mut m = self.message.clone();
        let now = self.scene.app.now();
        let body = String::from_utf8_lossy(&m.body).into_owned();
        match kind {
            // Body: a flipped bit, a byte more, a byte less, spaces, another serialisation.
            0..=2 => {
                let at = dice.below(m.body.len());
                m.body[at] ^= 1 << dice.below(8);
            }
            3 => m.body.insert(dice.below(body.len()), dice.roll() as u8),
            4 => drop(m.body.remove(dice.below(body.len()))),
            5 => m.body.truncate(dice.below(body.len())),
            6 => m.body = format!("{body}{}", " ".repeat(1 + dice.below(9))).into_bytes(),
            7 => m.body = body.replace(':', ": ").into_bytes(),
            // Headers.
            8 => dice.respell(&mut m.headers[0].1, 0, LETTERS),
            9 => dice.respell(&mut m.headers[1].1, 0, DIGITS),
            10 | 11 => dice.respell(&mut m.headers[2].1, 3, LETTERS),
            12 => dice.respell(&mut m.headers[2].1, 0, LETTERS),
            13 => drop(m.headers.remove(dice.below(3))),
            14 => m.headers[dice.below(3)].1.clear(),
            15 => {
                let twice = dice.below(3);
                let (name, mut value) = m.headers[twice].clone();
                if dice.below(2) == 0 {
                    dice.respell(&mut value, 0, LETTERS);
                }
                m.headers.insert(dice.below(4), (name, value));
            }
            16 => {
                let words = ["v1a", "v2", "V1", "v", "", "v1,v1"];
                let word = words[dice.below(words.len())];
                m.headers[2].1 = self.header(2).replacen("v1", word, 1);
            }
            // A thousand signatures with the genuine one among them.
            17 => {
                let mut crowd: Vec<String> = (0..999)
                    .map(|n| format!("v1,{}", signature(OTHER_SECRET, "msg", "1", &[n as u8])))
                    .collect();
                crowd.insert(dice.below(1000), self.header(2).to_owned());
                m.headers[2].1 = crowd.join(" ");
            }
            // Another key, or the headers of another message.
            18 if dice.below(2) == 0 => {
                let id = format!("msg_{}", dice.below(100));
                m = Message::signed(OTHER_SECRET, &id, now, &body);
            }
            18 => m.body = self.denial.body.clone(),
            // Genuine, and outside the time window.
            _ => {
                let seconds = 301 + dice.below(3 * 86_400) as i64;
                let away = Duration::seconds(if dice.below(2) == 0 {
                    seconds
                } else {
                    -seconds
                });
                m = Message::signed(SECRET, self.header(0), now + away, &body);
            }
        }
        m
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_messages_are_refused_and_change_nothing() {
    let scene = WebhookScene::new().await;
    let message = scene.sign("msg_1", &approval("01J0", &scene.user));
    let denial = scene.sign("msg_1", &event("kyc.rejected", "01J1", &scene.user));
    let genuine = SignedDelivery {
        scene,
        message,
        denial,
    };
    let before = genuine.scene.snapshot().await;
    let (http, server) = (client(), genuine.scene.app.url());
    let mut dice = MutationSeed(0x5eed);
    let mut waiting = JoinSet::new();
    let (mut sent, mut refused) = (0, [0_usize; 2]);
    while sent < MUTANTS || !waiting.is_empty() {
        if sent < MUTANTS && waiting.len() < AT_ONCE {
            let kind = sent % KINDS;
            let mutant = genuine.mutant(kind, &mut dice);
            assert_ne!(mutant, genuine.message, "kind {kind}");
            let request = request(&http, &server, &mutant);
            waiting.spawn(async move {
                let status = request.send().await.expect("an answer").status().as_u16();
                (kind, status)
            });
            sent += 1;
            continue;
        }
        let (kind, status) = waiting.join_next().await.expect("one").expect("no panic");
        // Past the rate limit of an address the server refuses with 429 instead of 401. A thousand
        // signatures exceed the limit for headers: 431.
        match status {
            401 | 431 => refused[0] += 1,
            429 => refused[1] += 1,
            other => panic!("{other} for kind {kind}"),
        }
    }
    assert_eq!(refused[0] + refused[1], MUTANTS);
    assert!(refused.iter().all(|n| *n > 0), "{refused:?}");
    assert_eq!(genuine.scene.snapshot().await, before);

    // The genuine message is accepted, even past the rate limit.
    assert_eq!(genuine.scene.send(&genuine.message).await, 204);
    genuine.scene.wait_for_statuses(&["applied"]).await;
    assert_eq!(genuine.scene.state().await, "approved");
}
