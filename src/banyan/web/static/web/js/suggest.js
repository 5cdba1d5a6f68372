/** Suggestions as an ARIA combobox. While an input method composes, keys belong to it and the text is left alone. */
let number = 0;

function enhance(form) {
  const input = form.querySelector("input[name=q]");
  const list = document.createElement("ul");
  const said = document.createElement("div");
  const prefix = `suggest-${++number}`;
  let active = -1, timer, stop, asked = "";

  Object.assign(list, { id: prefix, className: "suggest", role: "listbox", hidden: true });
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  said.className = "vh";
  said.setAttribute("role", "status");
  form.append(list, said);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", prefix);
  input.setAttribute("aria-expanded", "false");

  const choose = (index) => {
    active = index;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[index].id);
    list.children[index].scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    stop?.abort();
    clearTimeout(timer);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  };
  const show = (found) => {
    list.replaceChildren(...found.map((one, i) => {
      const item = document.createElement("li");
      Object.assign(item, { id: `${prefix}-${i}`, role: "option" });
      item.dataset.url = one.url ?? "";
      for (const [text, small] of [[one.text], [[one.kind, one.note].filter(Boolean).join(" · "), true]]) {
        if (!text) continue;
        const part = item.appendChild(document.createElement("span"));
        part.textContent = text;
        if (small) part.className = "small"; else if (one.lang) part.lang = one.lang;
      }
      return item;
    }));
    choose(-1);
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!!found.length));
    said.textContent = found.length ? `${form.dataset.suggestCount} ${found.length}` : form.dataset.suggestNone;
  };
  const ask = async () => {
    const q = input.value.trim();
    if (!q) return close();
    if (q === asked && !list.hidden) return;
    stop?.abort();
    stop = new AbortController();
    try {
      const url = new URL(form.dataset.suggestUrl, location.href);
      url.searchParams.set("q", q);
      const answer = await fetch(url, { signal: stop.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      show((await answer.json()).suggestions ?? []);
      asked = q;
    } catch { /* Aborted or offline: the plain form still works. */ }
  };
  const go = (item) => {
    if (item.dataset.url) return location.assign(item.dataset.url);
    input.value = item.firstChild.textContent;
    form.requestSubmit();
  };

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    timer = setTimeout(ask, event.isComposing ? 450 : 180);
  });
  input.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); return close(); }
    if (event.key === "Enter" && !list.hidden && active >= 0) { event.preventDefault(); return go(list.children[active]); }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    if (list.hidden) { asked = ""; return ask(); }
    if (event.key === "ArrowDown") choose(active >= last ? -1 : active + 1);
    else choose(active < 0 ? last : active - 1);
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { const item = event.target.closest("li"); if (item) go(item); });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
}

document.querySelectorAll("form[data-suggest-url]").forEach(enhance);
