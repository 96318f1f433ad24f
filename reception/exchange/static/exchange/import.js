/* The preview of an import: headings dragged onto columns, only changed cells sent.
   Without it the selects match the headings, and every cell shown is sent. */
"use strict";

const columns = document.querySelector("[data-columns]");
const rows = document.querySelector("[data-rows]");

function headingOf(select) {
    return select.closest("tr").querySelector("[data-heading]").textContent;
}

function showMatches(selects) {
    const headed = new Map(selects.map((each) => [each.value, headingOf(each)]));
    for (const column of columns.querySelectorAll("[data-column]")) {
        const heading = headed.get(column.dataset.column);
        column.querySelector("[data-header]").textContent = heading ?? "";
        column.classList.toggle("is-free", heading === undefined);
    }
}

function letDrag(heading, select, hold) {
    heading.draggable = true;
    heading.addEventListener("dragstart", (event) => {
        event.dataTransfer.setData("text/plain", heading.textContent);
        event.dataTransfer.effectAllowed = "link";
        heading.classList.add("is-held");
        hold(select);
    });
    heading.addEventListener("dragend", () => {
        heading.classList.remove("is-held");
        hold(null);
    });
}

function letDrop(column, drop) {
    const over = (is) => column.classList.toggle("is-over", is);
    column.addEventListener("dragover", (event) => {
        event.preventDefault();
        over(true);
    });
    column.addEventListener("dragleave", () => over(false));
    column.addEventListener("drop", (event) => {
        event.preventDefault();
        over(false);
        drop(column.dataset.column);
    });
}

function startMatching() {
    const selects = [...document.querySelectorAll(".matching select")];
    let held = null;
    for (const select of selects) {
        const heading = select.closest("tr").querySelector("[data-heading]");
        letDrag(heading, select, (each) => (held = each));
        select.addEventListener("change", () => showMatches(selects));
    }
    for (const column of columns.querySelectorAll("[data-column]")) {
        letDrop(column, (name) => {
            if (!held) return;
            for (const other of selects) if (other.value === name) other.value = "";
            held.value = name;
            showMatches(selects);
        });
    }
    columns.hidden = false;
}

function startCorrecting() {
    const cells = [...rows.querySelectorAll("textarea")];
    const isTyped = (cell) => cell.value !== cell.defaultValue;
    let isSent = false;
    for (const cell of cells) {
        cell.addEventListener("input", () => cell.classList.toggle("is-typed", isTyped(cell)));
    }
    rows.addEventListener("submit", () => {
        isSent = true;
        for (const cell of cells) cell.disabled = !isTyped(cell);
    });
    addEventListener("pageshow", () => {
        isSent = false;
        for (const cell of cells) cell.disabled = false;
    });
    addEventListener("beforeunload", (event) => {
        if (!isSent && cells.some(isTyped)) event.preventDefault();
    });
}

if (columns) startMatching();
if (rows) startCorrecting();
