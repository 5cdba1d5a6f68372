/** Comforts; the site works without them. */
const wide = matchMedia("(min-width: 62rem)");
const unfold = () => document.querySelectorAll("[data-open-wide]").forEach((fold) => { fold.open = wide.matches; });
unfold();
wide.addEventListener("change", unfold);

const menu = document.querySelector(".menu");
document.addEventListener("click", (event) => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
  if (event.target.closest("[data-print]")) print();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu?.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.querySelectorAll(".picture-scroll").forEach((box) => { box.scrollLeft = (box.scrollWidth - box.clientWidth) / 2; });
document.querySelector(".error-summary")?.focus();

for (const drop of document.querySelectorAll("[data-drop]")) {
  const input = drop.querySelector("[type=file]");
  const shown = drop.querySelector("output");
  const over = (on) => (event) => { event.preventDefault(); drop.classList.toggle("over", on); };
  drop.addEventListener("dragover", over(true));
  drop.addEventListener("dragleave", over(false));
  drop.addEventListener("drop", (event) => {
    over(false)(event);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", () => {
    const list = document.createElement("ul");
    for (const file of input.files) list.appendChild(document.createElement("li")).textContent = `${file.name} · ${Math.ceil(file.size / 1024)} KB`;
    shown.replaceChildren(...(input.files.length ? [list] : []));
  });
}
