/* Ticks all people of a list at once, or none. */
(function () {
    "use strict";
    document.querySelectorAll("[data-all]").forEach(function (button) {
        button.hidden = false;
        button.addEventListener("click", function () {
            button.closest("form").querySelectorAll("input[type=checkbox]").forEach(function (box) {
                if (!box.disabled) { box.checked = button.dataset.all === "on"; }
            });
        });
    });
})();
