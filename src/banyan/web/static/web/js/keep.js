/**
 * What is typed into a form with data-keep stays in this browser until a page says that it has arrived
 * (data-sent with the same name). Files, passwords, codes and hidden fields are never kept.
 */
const WEEK = 7 * 24 * 3600 * 1000;
const nameOf = (name) => `kept:${name}`;
const secret = /password|one-time-code|cc-/;
const read = (name) => {
  try { return JSON.parse(localStorage.getItem(nameOf(name))); } catch { return null; }
};
const forget = (name) => { localStorage.removeItem(nameOf(name)); sessionStorage.removeItem(nameOf(name)); };
const fieldsOf = (form) => [...form.elements].filter((one) =>
  one.name && !["hidden", "file", "submit", "button", "password", "fieldset"].includes(one.type) && !secret.test(one.autocomplete ?? ""));
const isTicked = (one) => one.type === "checkbox" || one.type === "radio";
const keyOf = (one) => (isTicked(one) ? `${one.name}=${one.value}` : one.name);
const valueOf = (one) => (isTicked(one) ? one.checked : one.value);
const put = (one, value) => { if (isTicked(one)) one.checked = value; else one.value = value; };

const keepForm = (form) => {
  const name = form.dataset.keep;
  const note = form.querySelector("[data-kept]");
  const show = (...parts) => {
    if (!note) return;
    note.hidden = false;
    ["now", "back", "discard"].forEach((part) => { const one = note.querySelector(`[data-kept-${part}]`); if (one) one.hidden = !parts.includes(part); });
  };
  const first = Object.fromEntries(fieldsOf(form).map((one) => [keyOf(one), valueOf(one)]));
  sessionStorage.removeItem(nameOf(name));
  const kept = read(name);
  if (kept && Date.now() - kept.at > WEEK) forget(name);
  else if (kept) {
    // A value that has changed on the server since is newer than what was typed over the old one.
    const back = fieldsOf(form).filter((one) => kept.from?.[keyOf(one)] === first[keyOf(one)] && kept.to?.[keyOf(one)] !== first[keyOf(one)] && keyOf(one) in (kept.to ?? {}));
    back.forEach((one) => put(one, kept.to[keyOf(one)]));
    if (back.length) {
      show("back", "discard");
      const fold = form.closest("details");
      if (fold) fold.open = true;
    }
  }
  form.addEventListener("input", () => {
    const to = Object.fromEntries(fieldsOf(form).map((one) => [keyOf(one), valueOf(one)]));
    try { localStorage.setItem(nameOf(name), JSON.stringify({ at: Date.now(), from: first, to })); show("now"); } catch { /* The browser keeps nothing, or is full: the form works all the same. */ }
  });
  form.addEventListener("submit", () => sessionStorage.setItem(nameOf(name), "sent"));
  note?.querySelector("[data-kept-discard]")?.addEventListener("click", () => {
    forget(name);
    fieldsOf(form).forEach((one) => put(one, first[keyOf(one)]));
    note.hidden = true;
    fieldsOf(form)[0]?.focus();
  });
};

/** Look after the forms under a node; forget what a page there says has arrived. */
export const keepForms = (root = document) => {
  root.querySelectorAll("[data-sent]").forEach((one) => { if (sessionStorage.getItem(nameOf(one.dataset.sent))) forget(one.dataset.sent); });
  root.querySelectorAll("form[data-keep]").forEach(keepForm);
};
keepForms();
// Whoever signs out leaves nothing of theirs in a shared browser.
document.addEventListener("submit", (event) => {
  if (event.target.action?.includes("/accounts/logout/")) Object.keys(localStorage).filter((key) => key.startsWith("kept:")).forEach((key) => localStorage.removeItem(key));
});
