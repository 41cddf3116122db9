//! Keyboard shortcuts and live updates of the list: one small inline script with
//! the response's nonce. The list works without it.

use crate::{
    admin::{
        components::{KeysButton, KeysHelp},
        context::admin_context,
        i18n::list as words,
    },
    i18n::Text,
};
use leptos::prelude::*;

/// Script of the list. The shortcuts are single letters, so they can be switched
/// off (WCAG 2.1.4). New rows appear by themselves while no row has the focus,
/// hover or a selection. That can be switched off too (WCAG 2.2.2). Otherwise a
/// message links to them, so no row moves under the reader. Escape closes the state filter. The script polls while
/// the page is visible, and backs off after errors. Polls do not extend the
/// session. It fetches the page as a document, because Trusted Types forbid parsing
/// text.
const SCRIPT: &str = r##"{const $=s=>document.querySelector(s),all=s=>[...document.querySelectorAll(s)],d=$("#keys"),on=$("#keys-on"),come=$("#rows-on"),find=$("#find"),
n=$(".news"),pick=$(".pick"),rows=()=>all(".cases tbody th a");
const b=$("#keys-show");b.hidden=false;b.onclick=()=>d.showModal();
for(const c of[on,come]){const off="admin-"+c.id.replace("on","off");try{c.checked=!localStorage.getItem(off)}catch{}
c.onchange=()=>{try{c.checked?localStorage.removeItem(off):localStorage.setItem(off,"1")}catch{}}}
const go=by=>{const r=rows(),i=r.indexOf(document.activeElement),t=r[i<0?(by>0?0:r.length-1):i+by];if(t){t.focus();t.scrollIntoView({block:"nearest"})}return t};
addEventListener("keydown",e=>{if(e.ctrlKey||e.metaKey||e.altKey||e.isComposing||!on.checked||document.querySelector("dialog[open]")||e.target.closest("input:not([type=checkbox]),select,textarea"))return;
const k={j:()=>go(1),k:()=>go(-1),n:()=>go(1)?.click(),"/":()=>{find.focus();find.select()},"?":()=>d.showModal()}[e.key];if(k){e.preventDefault();k()}});
pick&&addEventListener("keydown",e=>{if(e.key==="Escape"&&pick.open){pick.open=false;pick.firstElementChild.focus()}});
if(n){let wait=15e3,timer;const s=n.dataset,
calm=()=>come.checked&&scrollY<9&&getSelection().isCollapsed&&!all(".cases :focus,.cases:hover,dialog[open]").length,
bring=()=>new Promise(done=>{const x=new XMLHttpRequest;x.open("GET",s.show+(s.show.includes("?")?"&":"?")+"again");x.responseType="document";x.onloadend=()=>{
const p=x.response,body=p&&p.querySelector(".cases tbody"),turn=p&&p.querySelector(".turn"),was=rows().map(a=>a.href.split("?")[0]),ok=body&&calm();
if(ok){$(".cases tbody").replaceWith(body);if(turn){$(".turn")?.remove();$(".wide-table").after(turn)}s.top=p.querySelector(".news").dataset.top||"";
for(const a of rows())was.includes(a.href.split("?")[0])||a.closest("tr").classList.add("is-new");$(".found").replaceWith(p.querySelector(".found"));n.textContent=s.came}done(ok)};x.send()}),plan=()=>{clearTimeout(timer);timer=setTimeout(ask,wait)},
ask=async()=>{if(document.hidden)return;try{const r=await fetch(s.ask,{method:"POST",body:new URLSearchParams({csrf:s.csrf,list:s.list,top:s.top||""})});
if(r.status===403)return;if(!r.ok)throw 0;const[said,...counts]=(await r.text()).trimEnd().split("\n");wait=15e3;
for(const[k,v]of counts.map(c=>c.split(" ")))for(const c of all(`[data-count="${k}"]`))if(c.textContent!==v)c.textContent=v;
if(said&&!(calm()&&await bring())&&n.textContent!==said){const a=document.createElement("a");a.href=s.show;a.textContent=said;n.replaceChildren(a)}}catch{wait=Math.min(wait*2,24e4)}plan()};
document.addEventListener("visibilitychange",()=>{document.hidden||ask()});plan()}}"##;

/// Keys and their descriptions.
const KEYS: [(&str, Text); 6] = [
    ("j", words::KEY_DOWN),
    ("k", words::KEY_UP),
    ("Enter", words::KEY_OPEN),
    ("n", words::KEY_NEXT),
    ("/", words::KEY_SEARCH),
    ("?", words::KEY_HELP),
];

/// Button and dialog of the shortcuts.
#[component]
pub(super) fn Keys() -> impl IntoView {
    let lang = admin_context().lang;
    view! {
        <KeysButton/>
        <KeysHelp heading=words::KEYS_HEADING keys=KEYS>
            <label class="switch"><input type="checkbox" id="rows-on" checked=true/>{words::ROWS_OFF.to(lang)}</label>
        </KeysHelp>
    }
}

/// The script. It has to follow every element that it looks up.
#[component]
pub(super) fn KeysScript() -> impl IntoView {
    view! { <script nonce=admin_context().nonce.clone()>{SCRIPT}</script> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_is_small_and_closes_no_tag() {
        assert!(SCRIPT.len() <= 2_816, "{} bytes", SCRIPT.len());
        assert!(!SCRIPT.contains("</"));
    }
}
