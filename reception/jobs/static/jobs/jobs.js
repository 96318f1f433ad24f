/* Keeps a job's bar, or the list of jobs, up to date; without it the page reloads. */
"use strict";

const EVERY = 1000; // milliseconds
const LONGEST = 15000; // the same, while the server does not answer
const section = document.querySelector("[data-live]");
const list = document.querySelector("[data-live-list]");

function move(bar, known, told) {
    bar.classList.toggle("bar-unknown", !known);
    bar.firstElementChild.style.width = `${known ? told.percent : 0}%`;
    if (known) bar.setAttribute("aria-valuenow", told.percent);
    else bar.removeAttribute("aria-valuenow");
}

function show(told) {
    const bar = section.querySelector(".bar"); // what waits for its turn has none
    const known = told.percent !== null;
    if (bar) move(bar, known, told);
    const words = { ...told, percent: known ? `${told.percent}%` : "" };
    for (const place of section.querySelectorAll("[data-tell]")) {
        const text = words[place.dataset.tell];
        if (place.textContent !== text) place.textContent = text;
    }
    section.querySelector("button").disabled = told.stopping;
}

async function lookAtJob() {
    const answer = await fetch(section.dataset.live);
    if (answer.redirected || answer.status === 404) return location.reload();
    if (!answer.ok) throw new Error(answer.status);
    const told = await answer.json();
    if (told.state !== section.dataset.state) return location.reload();
    show(told);
}

async function lookAtList() {
    const answer = await fetch(location.href);
    if (answer.redirected) return location.reload();
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#result_list tbody");
    if (!fresh || !page.querySelector("[data-live-list]")) return location.reload();
    const body = list.querySelector("tbody");
    if (!body.contains(document.activeElement)) body.replaceWith(fresh);
}

async function watch(look, pause) {
    await new Promise((done) => setTimeout(done, pause));
    let next = EVERY;
    try {
        if (!document.hidden) await look();
    } catch {
        next = Math.min(LONGEST, pause * 2);
    }
    watch(look, next);
}

if (section) watch(lookAtJob, EVERY);
else if (list) watch(lookAtList, EVERY);
