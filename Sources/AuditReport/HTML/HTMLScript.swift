/// The script of the page: filters what is already there. It reads no input but the filter fields
/// and writes no markup. Its digest stands in `HTMLPolicy`.
let htmlScript: HTML = """
  "use strict";
  (() => {
    const form = document.getElementById("filter");
    if (!form) return;
    const names = ["severity", "status", "account", "type"];
    const lower = (element) => element ? element.textContent.toLowerCase() : "";
    // A card is one finding, or a row for each of many; what stands above the rows is said of all.
    const cards = [...document.querySelectorAll(".card")].map((card) => {
      const rows = [...card.querySelectorAll("tbody tr")];
      const head = rows.length === 0 ? lower(card)
        : [...card.children].filter((part) => !part.matches(".scroll")).map(lower).join(" ");
      const findings = rows.length === 0 ? [card] : rows;
      return { card, findings: findings.map((element) => ({
        element, data: { ...card.dataset, ...element.dataset },
        words: element === card ? head : `${head} ${lower(element)}`,
      })) };
    });
    const total = cards.reduce((sum, { findings }) => sum + findings.length, 0);
    const show = () => {
      const text = form.elements.text.value.trim().toLowerCase().split(/\\s+/);
      const wanted = names.map((name) => [name, form.elements[name].value])
        .filter(([, value]) => value !== "");
      let count = 0;
      for (const { card, findings } of cards) {
        let fitting = 0;
        for (const { element, data, words } of findings) {
          const fits = wanted.every(([name, value]) => data[name] === value)
            && text.every((word) => words.includes(word));
          element.hidden = !fits;
          if (fits) fitting += 1;
        }
        card.hidden = fitting === 0;
        count += fitting;
      }
      document.getElementById("count").textContent = `${count} of ${total} shown`;
      document.getElementById("nomatch").hidden = count > 0;
      const chosen = ["text", ...names].filter((name) => form.elements[name].value.trim() !== "")
        .map((name) => `${name === "text" ? "search" : name} ${form.elements[name].value.trim()}`);
      const told = document.querySelector(".filtered");
      told.textContent =
        `${count} of ${total} findings shown (${chosen.join(", ")}); the counts are of all.`;
      told.hidden = chosen.length === 0;
      document.body.classList.toggle("few", count <= 20);
    };
    const reveal = () => {
      const place = document.getElementById(location.hash.slice(1));
      const card = place && place.closest(".card");
      if (!card) return;
      if (place.hidden || card.hidden) form.reset();
      card.open = true;
      if (place !== card) place.scrollIntoView({ block: "center" });
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
