/// The script of the page: filters what is already there. It reads no input but the filter fields
/// and writes no markup. Its digest stands in `HTMLPolicy`.
let htmlScript: HTML = """
  "use strict";
  (() => {
    const form = document.getElementById("filter");
    if (!form) return;
    const cards = [...document.querySelectorAll(".card")];
    const words = new Map(cards.map((card) => [card, card.textContent.toLowerCase()]));
    const names = ["severity", "status", "account", "type"];
    const show = () => {
      const text = form.elements.text.value.trim().toLowerCase().split(/\\s+/);
      let count = 0;
      for (const card of cards) {
        const fits = names.every((name) => {
          const wanted = form.elements[name].value;
          return wanted === "" || card.dataset[name] === wanted;
        }) && text.every((word) => words.get(card).includes(word));
        card.hidden = !fits;
        if (fits) count += 1;
      }
      document.getElementById("count").textContent = `${count} of ${cards.length} shown`;
      document.getElementById("nomatch").hidden = count > 0;
      const chosen = ["text", ...names].filter((name) => form.elements[name].value.trim() !== "")
        .map((name) => `${name === "text" ? "search" : name} ${form.elements[name].value.trim()}`);
      const told = document.querySelector(".filtered");
      told.textContent =
        `${count} of ${cards.length} findings shown (${chosen.join(", ")}); the counts are of all.`;
      told.hidden = chosen.length === 0;
      document.body.classList.toggle("few", count <= 20);
    };
    const reveal = () => {
      const card = document.getElementById(location.hash.slice(1));
      if (!card || !card.matches(".card")) return;
      if (card.hidden) form.reset();
      card.open = true;
    };
    form.addEventListener("input", show);
    form.addEventListener("reset", () => setTimeout(show));
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("hashchange", reveal);
    addEventListener("beforeprint", () => {
      for (const details of document.querySelectorAll("details:not(.card), .few .card")) {
        details.open = true;
      }
    });
    form.hidden = false;
    reveal();
  })();

  """
