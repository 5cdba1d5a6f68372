/**
 * A file field with data-upload (where pieces go) and data-purpose sends its file at once, in pieces, while the
 * rest of the form is filled in. A broken line costs one piece: it goes on by itself, and also after the browser
 * was closed, when the same file is chosen again. Speaks tus 1.0.0.
 */
const PIECE = 1024 * 1024;
const WEEK = 7 * 24 * 3600 * 1000;
const later = (ms) => new Promise((done) => {
  const timer = setTimeout(go, ms);
  function go() { clearTimeout(timer); removeEventListener("online", go); done(); }
  addEventListener("online", go);
});
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`);
const remembered = (key) => {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    return kept && Date.now() - kept.at < WEEK ? kept.address : null;
  } catch { return null; }
};
const remember = (key, address) => { try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), address })); } catch { /* Then it cannot go on after the browser was closed. */ } };

class Sending {
  constructor(field, file) {
    Object.assign(this, { field, file, stopped: false, done: false });
    this.form = field.form;
    this.key = `upload:${field.dataset.purpose}:${file.name}:${file.size}:${file.lastModified}`;
    this.csrf = this.form.elements.csrfmiddlewaretoken?.value ?? "";
    this.box = field.closest("[data-drop]");
    this.bar = this.box.querySelector("progress");
    this.words = this.box.querySelector("[data-upload-words]");
  }

  ask(address, method, headers = {}, body = null) {
    return fetch(address, { method, body, redirect: "manual", headers: { "Tus-Resumable": "1.0.0", "X-CSRFToken": this.csrf, ...headers } });
  }

  say(words, offset) {
    this.words.textContent = words;
    this.bar.hidden = offset === undefined;
    if (offset !== undefined) this.bar.value = offset / this.file.size;
  }

  progress(offset) {
    const done = size(offset);
    this.say(this.field.dataset.going.replace("{done}", done).replace("{all}", size(this.file.size)), offset);
  }

  /** Where the file may go on: what is there already, or a new address. Null when the server says no. */
  async place() {
    const kept = remembered(this.key);
    if (kept) {
      const found = await this.ask(kept, "HEAD");
      if (found.ok) return { address: kept, offset: Number(found.headers.get("Upload-Offset")) };
      if (found.status >= 500 || found.type === "opaqueredirect") throw found;
      localStorage.removeItem(this.key);
    }
    const begun = await this.ask(this.field.dataset.upload, "POST", {
      "Upload-Length": this.file.size,
      "Upload-Metadata": `filename ${base64(this.file.name)},purpose ${base64(this.field.dataset.purpose)}`,
    });
    if (begun.status === 201) {
      const address = begun.headers.get("Location");
      remember(this.key, address);
      return { address, offset: 0 };
    }
    if (begun.status >= 500 && begun.status !== 507) throw begun;
    if (begun.type === "opaqueredirect") throw begun;
    this.refused((await begun.json().catch(() => ({}))).error ?? this.field.dataset.failed);
    return null;
  }

  refused(words) {
    this.stopped = true;
    this.field.value = "";
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
    this.say(words);
    this.words.classList.add("error");
  }

  async run() {
    this.words.classList.remove("error");
    for (let wait = 1000; !this.stopped; wait = Math.min(wait * 2, 30000)) {
      try {
        const place = await this.place();
        if (!place) return;
        let { address, offset } = place;
        for (this.progress(offset); offset < this.file.size && !this.stopped; this.progress(offset)) {
          const piece = this.file.slice(offset, offset + PIECE);
          const sent = await this.ask(address, "PATCH", { "Content-Type": "application/offset+octet-stream", "Upload-Offset": offset }, piece);
          if (sent.status !== 204) throw sent;
          offset = Number(sent.headers.get("Upload-Offset"));
          wait = 1000;
        }
        if (!this.stopped) this.finish(address);
        return;
      } catch (trouble) {
        // Offline, signed out elsewhere, or the server is just being started again: what is there stays there.
        this.say(trouble.type === "opaqueredirect" ? this.field.dataset.signedOut : this.field.dataset.waiting, 0);
        await later(wait);
      }
    }
  }

  finish(address) {
    this.done = true;
    localStorage.removeItem(this.key);
    this.hidden().value = address.replace(/\/$/, "").split("/").pop();
    this.say(this.field.dataset.arrived.replace("{all}", size(this.file.size)), this.file.size);
  }

  hidden() {
    const name = `${this.field.name}-sent`;
    let one = this.form.elements[name];
    if (!one) {
      one = Object.assign(document.createElement("input"), { type: "hidden", name });
      this.box.appendChild(one);
    }
    return one;
  }
}

for (const field of document.querySelectorAll("input[type=file][data-upload]")) {
  let sending = null;
  field.addEventListener("change", () => {
    if (sending) sending.stopped = true;
    sending = null;
    const file = field.files[0];
    if (!file) return;
    field.form.elements[`${field.name}-sent`]?.remove();
    field.closest("[data-drop]").querySelector("[data-upload-here]")?.remove();
    sending = new Sending(field, file);
    sending.running = sending.run();
  });
  field.form.addEventListener("submit", async (event) => {
    if (!sending || sending.stopped) return;
    if (sending.done) {
      field.disabled = true; // its bytes are there already
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    if (button) button.disabled = true;
    sending.say(field.dataset.soon, sending.bar.value * sending.file.size);
    await sending.running;
    if (button) button.disabled = false;
    if (sending.done) field.form.requestSubmit(button);
  });
  // Back in the history: the page is shown as it was left.
  addEventListener("pageshow", () => { field.disabled = false; });
}
