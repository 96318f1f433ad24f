/* Saves an inspection item by item; what cannot be sent is kept and sent again.
   Without it the form's own button saves the whole page. */
"use strict";

const AGAIN = 5000; // milliseconds until something is tried again
const form = document.querySelector("[data-fill]");
const kept = `fill-${form.dataset.fill}`; // in the browser: words, not pictures
const waiting = new Map(); // item → the pictures that go with it
let busy = false;
let timer = 0;

const box = (key) => document.getElementById(`item-${key}`);
const input = (item, name) => item.querySelector(`[name="${name}-${item.dataset.item}"]`);

function words(item) {
    const said = {};
    for (const name of ["note", "location", "severity", "seen", "was"])
        said[name] = input(item, name).value;
    said.result = item.querySelector("input[type=radio]:checked")?.value || "";
    return said;
}

function remember() {
    const held = {};
    for (const key of waiting.keys()) held[key] = words(box(key));
    try {
        if (waiting.size) localStorage.setItem(kept, JSON.stringify(held));
        else localStorage.removeItem(kept);
    } catch {
        /* a private window keeps nothing; the page itself still does */
    }
    const told = document.querySelector("[data-waiting]");
    told.hidden = !waiting.size;
    told.textContent = waiting.size ? `${form.dataset.count} ${waiting.size}` : "";
}

function recall() {
    let held = {};
    try {
        held = JSON.parse(localStorage.getItem(kept)) || {};
    } catch {
        /* nothing that can be read */
    }
    for (const [key, said] of Object.entries(held)) {
        const item = box(key);
        if (!item) continue;
        for (const name of ["note", "location", "severity", "seen", "was"])
            input(item, name).value = said[name];
        const chosen = item.querySelector(`input[type=radio][value="${said.result}"]`);
        if (chosen) chosen.checked = true;
        waiting.set(key, []);
    }
}

function state(item, text, isWaiting) {
    const line = item.querySelector(".item-state");
    line.textContent = text;
    line.classList.toggle("is-waiting", isWaiting);
}

function numbers(told) {
    for (const place of document.querySelectorAll("[data-number]"))
        place.textContent = told[place.dataset.number];
    document.querySelector("[data-bar]").style.width = `${told.percent}%`;
    document.querySelector("[role=progressbar]").ariaValueNow = told.percent;
    for (const [key, list] of Object.entries(told.lists)) {
        document.querySelector(`[data-list="${key}"] [data-list-answered]`).textContent =
            `${list.answered}/${list.asked}`;
        document.querySelector(`[data-list-score="${key}"]`).textContent = list.score;
    }
}

function renew(item, html) {
    const made = document.createElement("template");
    made.innerHTML = html.trim();
    const fresh = made.content.firstElementChild;
    fresh.classList.add("is-now"); // does not vanish under the finger
    const typing = item.contains(document.activeElement) && document.activeElement;
    const name = typing && typing.name;
    item.replaceWith(fresh);
    if (!name) return;
    const value = typing.type === "radio" ? `[value="${typing.value}"]` : "";
    const again = fresh.querySelector(`[name="${name}"]${value}`);
    if (!again) return;
    again.focus({ preventScroll: true });
    if ("selectionStart" in typing && typing.type !== "radio" && again.type === typing.type)
        try {
            again.setSelectionRange(typing.selectionStart, typing.selectionEnd);
        } catch {
            /* a kind of input without a cursor */
        }
}

async function send(key, files) {
    const item = box(key);
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.append("only", key);
    const said = words(item);
    for (const [name, value] of Object.entries(said)) data.append(`${name}-${key}`, value);
    for (const file of files) data.append(`photos-${key}`, file);
    state(item, form.dataset.saving, false);
    const answer = await fetch(location.pathname, { method: "POST", body: data });
    if (answer.redirected || answer.status === 403) return form.dataset.login;
    if (!answer.ok) throw new Error(answer.status);
    const told = await answer.json();
    const now = words(item);
    const fresh = document.createElement("template");
    fresh.innerHTML = told.html.trim();
    const touched = ["result", "note", "location", "severity"].some((n) => now[n] !== said[n]);
    if (touched) {
        // Somebody typed on while it was sent: keep his words, know what is stored.
        const stored = fresh.content.firstElementChild;
        input(item, "seen").value = input(stored, "seen").value;
        input(item, "was").value = input(stored, "was").value;
        state(item, "", false);
        if (!waiting.has(key)) waiting.set(key, []);
    } else renew(item, told.html);
    numbers(told.numbers);
    return "";
}

async function work() {
    if (busy || !waiting.size) return;
    busy = true;
    clearTimeout(timer);
    timer = 0;
    for (const [key, files] of [...waiting]) {
        waiting.delete(key);
        let problem = "";
        try {
            problem = await send(key, files);
        } catch {
            problem = form.dataset.waits;
        }
        if (problem) {
            waiting.set(key, [...files, ...(waiting.get(key) || [])]);
            state(box(key), problem, true);
            timer = setTimeout(work, AGAIN);
            break;
        }
    }
    busy = false;
    remember();
    if (waiting.size && !timer) timer = setTimeout(work, 0);
}

function queue(item, files = []) {
    const key = item.dataset.item;
    waiting.set(key, [...(waiting.get(key) || []), ...files]);
    remember();
    work();
}

document.documentElement.classList.add("has-script");
recall();
remember();

form.addEventListener("change", (event) => {
    const item = event.target.closest(".item");
    if (!item) return;
    if (event.target.type === "file") {
        const files = [...event.target.files];
        event.target.value = "";
        if (files.length) queue(item, files);
        return;
    }
    if (!words(item).result) return; // a note alone waits for what was found
    queue(item);
});
form.addEventListener("submit", (event) => {
    event.preventDefault();
    for (const item of form.querySelectorAll(".item")) {
        const said = words(item);
        const now = JSON.stringify([
            said.result,
            said.note.trim(),
            said.location.trim(),
            said.result === "not_ok" ? said.severity : "",
        ]);
        if (said.result && now !== JSON.stringify(JSON.parse(said.was))) queue(item);
    }
    work();
});
window.addEventListener("online", work);
window.addEventListener("beforeunload", (event) => {
    if ([...waiting.values()].some((files) => files.length)) event.preventDefault();
});

const only = document.querySelector("[data-only]");
only.hidden = false;
only.addEventListener("change", (event) => {
    for (const item of form.querySelectorAll(".is-now")) item.classList.remove("is-now");
    form.classList.toggle("only-open", event.target.checked);
});
work();
