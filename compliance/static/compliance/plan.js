/* Narrows the venues of a plan and chooses those that are shown. */
"use strict";

const filter = document.querySelector("[data-filter]");
const venues = [...document.querySelectorAll(".plan-venues label")];
const chosen = document.querySelector("[data-chosen]");

function narrow() {
    const kind = filter.querySelector("[data-kind]").value;
    const office = filter.querySelector("[data-office]").value;
    const words = filter.querySelector("[data-words]").value.trim().toLowerCase();
    for (const venue of venues)
        venue.hidden =
            (kind && venue.dataset.kind !== kind) ||
            (office && venue.dataset.office !== office) ||
            !venue.textContent.toLowerCase().includes(words);
}

function count() {
    const boxes = venues.map((venue) => venue.querySelector("input"));
    chosen.textContent = `${boxes.filter((box) => box.checked).length} / ${boxes.length}`;
}

function choose(wanted) {
    for (const venue of venues)
        if (!venue.hidden) venue.querySelector("input").checked = wanted;
    count();
}

filter.hidden = false;
filter.addEventListener("input", narrow);
filter.querySelector("[data-all]").addEventListener("click", () => choose(true));
filter.querySelector("[data-none]").addEventListener("click", () => choose(false));
document.querySelector(".plan-venues").addEventListener("change", count);
count();
