/* Fetches the code of the minute for the projector, and who has signed in. */
(function () {
    "use strict";
    const room = document.querySelector("[data-room]");
    const state = room.querySelector("[data-state]");
    const usual = state.textContent;
    async function renew() {
        try {
            const answer = await fetch("?part=code", { credentials: "same-origin" });
            if (!answer.ok) { throw new Error(answer.status); }
            const told = await answer.json();
            room.querySelector("[data-code]").innerHTML = told.svg;
            room.querySelector("[data-present]").textContent = told.present;
            room.querySelector("[data-enrolled]").textContent = told.enrolled;
            state.textContent = usual;
        } catch (error) {
            state.textContent = room.dataset.lost;
        }
    }
    setInterval(renew, 15000);
})();
