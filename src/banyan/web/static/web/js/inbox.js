/** The inbox: a decision changes only #inbox; the next card has the focus, its mark in the article is lit. */
import { keepForms } from "./keep.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const wide = matchMedia("(min-width: 62rem)");
const inbox = () => document.getElementById("inbox");
const pane = () => document.querySelector(".article-pane");
const fold = () => document.querySelector(".inbox-article");
let before = { page: 0, pane: 0, open: false };

const light = (id) => {
  document.querySelectorAll("mark.now").forEach((mark) => mark.classList.remove("now"));
  const mark = document.getElementById(`mark-${id}`);
  mark?.classList.add("now");
  if (!mark || !wide.matches) return;
  const box = pane().getBoundingClientRect();
  const place = mark.getBoundingClientRect();
  if (place.top > box.top + 40 && place.bottom < box.bottom - 40) return;
  pane().scrollTo({ top: pane().scrollTop + place.top - box.top - box.height / 3, behavior: calm.matches ? "auto" : "smooth" });
};

const settle = (isNew) => {
  const card = document.querySelector(".change-current");
  const bad = card?.querySelector("[aria-invalid=true]");
  if (card) light(card.id.replace("change-", ""));
  const place = card ?? document.getElementById("done");
  if (!place || (!isNew && location.hash !== `#${place.id}`)) return;
  (bad ?? place).focus({ preventScroll: true });
  place.scrollIntoView({ block: card ? "nearest" : "start" });
};

const announce = (words) => {
  const said = document.getElementById("inbox-said");
  if (said && words.trim()) said.textContent = words;
};

const failed = () => {
  const box = document.getElementById("inbox-refusals");
  if (!box) return;
  const note = document.createElement("p");
  note.className = "notice notice-error";
  note.textContent = inbox().dataset.failed;
  box.replaceChildren(note);
  note.scrollIntoView({ block: "nearest" });
  announce(inbox().dataset.failed);
};

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  const isPage = xhr.responseText.includes('id="inbox"');
  event.detail.shouldSwap = isPage && (xhr.status < 400 || xhr.status === 422);
  event.detail.isError = false;
  // The session has ended: sign in, and find here what was typed.
  if (!isPage && xhr.status < 400) location.assign(xhr.responseURL);
  else if (!event.detail.shouldSwap) failed();
  before = { page: scrollY, pane: pane()?.scrollTop ?? 0, open: fold()?.open ?? false };
});
document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:timeout", failed);

document.addEventListener("htmx:afterSettle", () => {
  if (fold()) fold().open = wide.matches || before.open;
  if (pane()) pane().scrollTop = before.pane;
  scrollTo({ top: before.page, behavior: "instant" });
  keepForms(inbox());
  const card = document.querySelector(".change-current");
  const id = card?.id.replace("change-", "");
  history.replaceState(null, "", id ? `${location.pathname}?at=${id}#change-${id}` : `${location.pathname}#done`);
  document.querySelectorAll(".nav .count, .menu-sheet .count").forEach((count) => { count.textContent = inbox().dataset.waiting; });
  settle(true);
  announce(inbox().dataset.said);
});

document.addEventListener("focusin", (event) => {
  const card = event.target.closest?.(".change");
  if (card) light(card.id.replace("change-", ""));
});

// A mark whose card is not the one to decide now makes it so, which also shows its buttons.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".article-body a[href^='#change-']");
  const card = link && document.querySelector(link.hash);
  const open = card?.querySelector("[data-make-current]");
  if (!card) return;
  event.preventDefault();
  if (open) open.click();
  else { card.focus({ preventScroll: true }); card.scrollIntoView({ block: "center" }); }
});

settle(false);
