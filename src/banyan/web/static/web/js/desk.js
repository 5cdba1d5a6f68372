/** Letters as shortcuts: data-key names the key that presses a button; j and k move between cards. Off while typing. */
const text = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";
const isComposing = (event) => event.isComposing || event.keyCode === 229;

let off = localStorage.getItem("keys") === "off";
const say = () => document.querySelectorAll("[data-keys-switch]").forEach((one) => {
  one.hidden = false;
  one.textContent = off ? one.dataset.off : one.dataset.on;
});
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-keys-switch]")) return;
  off = !off;
  localStorage.setItem("keys", off ? "off" : "on");
  say();
});
document.addEventListener("htmx:afterSettle", say);
say();

const move = (step) => {
  const open = [...document.querySelectorAll(".change:not(.change-accepted, .change-rejected)")];
  const cards = open.length ? open : [...document.querySelectorAll(".change")];
  const here = cards.findIndex((card) => card.contains(document.activeElement));
  const from = here < 0 ? cards.findIndex((card) => card.matches(".change-current")) : here;
  const card = cards[here < 0 && from >= 0 ? from + step : Math.max(0, from + step)];
  card?.focus();
  card?.scrollIntoView({ block: "nearest" });
};

const press = (key) => {
  const all = [...document.querySelectorAll("[data-key]")].filter((one) => one.dataset.key.toLowerCase() === key && !one.disabled);
  const focused = document.activeElement.closest?.(".change");
  const own = all.find((one) => focused?.contains(one));
  if (own) return own;
  // A letter never decides on another card than the one that has the focus: first that one is opened.
  if (focused && "arle".includes(key)) return focused.querySelector("[data-make-current]");
  return all.find((one) => one.closest(".change-current")) ?? all.find((one) => !one.closest(".change"));
};

document.addEventListener("keydown", (event) => {
  if (off || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isComposing(event) || event.target.closest?.(text)) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") {
    move(key === "j" ? 1 : -1);
    return;
  }
  // A key held down decides once.
  const target = event.repeat ? null : press(key);
  if (!target) return;
  event.preventDefault();
  target.click();
});

// What a key or a click unfolds is ready to be used; Escape folds it again.
const inside = "input:not([type=hidden]), select, textarea, button, a[href]";
document.addEventListener("toggle", (event) => {
  const fold = event.target;
  if (!fold.open || !fold.matches?.(".change-how, .keys-fold")) return;
  const body = fold.querySelector("summary").nextElementSibling;
  const first = [...body.querySelectorAll(inside)].find((one) => one.checkVisibility() && !one.closest("[data-kept]"));
  (body.querySelector("[aria-invalid=true]") ?? first)?.focus({ preventScroll: true });
  fold.scrollIntoView({ block: "nearest" });
}, true);
document.addEventListener("keydown", (event) => {
  const fold = event.key === "Escape" && !isComposing(event) && event.target.closest?.(".change-how[open], .keys-fold[open]");
  if (!fold) return;
  fold.open = false;
  fold.querySelector("summary").focus();
});
