/** Passkeys: their buttons appear only where the browser has passkeys, and what fails is said in the page. */
if (window.PublicKeyCredential) document.querySelectorAll("[data-passkey]").forEach((button) => { button.hidden = false; });
const said = document.querySelector("[data-passkey-error]");
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  if (said) said.hidden = false;
});
document.querySelectorAll("[data-passkey]").forEach((button) => button.addEventListener("click", () => { if (said) said.hidden = true; }));
