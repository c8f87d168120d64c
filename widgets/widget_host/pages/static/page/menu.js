/** The list of pages, which small screens collapse behind a button. */

/** Makes the button open and close the list; Escape closes it and returns the focus to the button. */
export function useMenu() {
  const button = document.querySelector(".wb-menu-button");
  const menu = document.getElementById("wb-menu");
  if (!(button instanceof HTMLElement) || !menu) return;

  /** @param {boolean} open */
  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    menu.toggleAttribute("data-open", open);
  };
  const isOpen = () => button.getAttribute("aria-expanded") === "true";

  // Beside the text the list scrolls on its own: scroll it to the current page.
  const current = menu.querySelector("[aria-current]");
  if (current instanceof HTMLElement) menu.scrollTop = current.offsetTop - menu.clientHeight / 2;

  button.addEventListener("click", () => show(!isOpen()));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    if (menu.contains(document.activeElement)) button.focus();
    show(false);
  });
}
