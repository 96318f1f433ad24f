// Sections of the sidebar stay folded as their reader left them; the open page's is open.
for (const section of document.querySelectorAll("details.nav")) {
    const name = "folded:" + section.dataset.name;
    const kept = () => { try { return localStorage.getItem(name); } catch { return null; } };
    if (kept() && !section.querySelector(".active")) section.open = false;
    section.addEventListener("toggle", () => {
        try {
            if (section.open) localStorage.removeItem(name);
            else localStorage.setItem(name, "1");
        } catch { /* a browser that keeps nothing */ }
    });
}
