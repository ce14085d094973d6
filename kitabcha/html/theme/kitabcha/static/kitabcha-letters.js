/* A reader of Urdu who chose Naskh keeps it from page to page. Nothing is stored: the choice goes along in the address of the
   next page, as ?naskh. Without scripts the box works too, on its own page. */
{
  const MARK = "?naskh";
  const page = document.documentElement;
  const guide = new URL("..", document.currentScript.src).href; // the pages of this language
  page.toggleAttribute("data-naskh", location.search === MARK);

  const carry = ({ target }) => {
    const link = target.closest && target.closest("a[href]");
    if (link && link.href.startsWith(guide)) link.search = page.hasAttribute("data-naskh") ? MARK : "";
  };
  // Before a link is followed by any means: pointer, menu, keyboard, a voice.
  for (const kind of ["pointerdown", "focusin", "click"]) addEventListener(kind, carry, true);

  addEventListener("DOMContentLoaded", () => {
    const box = document.getElementById("naskh");
    box.checked = page.hasAttribute("data-naskh");
    box.addEventListener("change", () => {
      page.toggleAttribute("data-naskh", box.checked);
      history.replaceState(null, "", (box.checked ? MARK : location.pathname) + location.hash);
    });
  });
}
