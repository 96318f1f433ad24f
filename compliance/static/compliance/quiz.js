/* Saves an answer as soon as it is chosen, so that a broken connection loses nothing. */
(function () {
    "use strict";
    const form = document.querySelector("[data-quiz]");
    const problem = form.querySelector("[data-problem]");
    form.querySelectorAll("input[name=letters]").forEach(function (box) {
        box.addEventListener("change", async function () {
            try {
                const answer = await fetch(window.location.pathname, {
                    method: "POST",
                    body: new FormData(form),
                    headers: { "X-Requested-With": "fetch" },
                    credentials: "same-origin",
                });
                if (!answer.ok) { throw new Error(answer.status); }
                problem.textContent = (await answer.json()).problem;
            } catch (error) {
                problem.textContent = form.dataset.lost;
            }
        });
    });
})();
