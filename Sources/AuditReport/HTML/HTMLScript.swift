/// The script of the page: filters what is already there, and keeps the choice in the address. It reads no
/// input but the filter fields and the address, and writes no markup. Its digest stands in `HTMLPolicy`.
let htmlScript: HTML = """
  "use strict";
  (() => {
    const unfolded = [];
    addEventListener("beforeprint", () => {
      for (const details of document.querySelectorAll("details:not(.card), .few .card")) {
        if (details.open) continue;
        details.open = true;
        unfolded.push(details);
      }
    });
    addEventListener("afterprint", () => {
      for (const details of unfolded.splice(0)) details.open = false;
    });
    const form = document.getElementById("filter");
    if (!form) return;
    const names = ["text", "severity", "status", "account", "region", "type", "day"];
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
    const fits = (data, name, value) => {
      if (name === "day") {
        const [first, last = first] = value.split("..");
        return data.days.split(" ").some((day) => first <= day && day <= last);
      }
      if (name === "status" && value === "unapproved") {
        return data.status === "open" || data.status === "acknowledged";
      }
      return data[name] === value;
    };
    const links = [...document.querySelectorAll("[data-filter]")].map((link) => {
      const asked = names.filter((name) => name in link.dataset)
        .map((name) => [name, link.dataset[name]]);
      link.setAttribute("href", "#" + new URLSearchParams(asked));
      return { link, asked };
    });
    // What is chosen: the fields that are not empty.
    const chosen = () => names.map((name) => [name, form.elements[name].value.trim()])
      .filter(([, value]) => value !== "");
    const show = () => {
      const wanted = chosen().filter(([name]) => name !== "text");
      const text = form.elements.text.value.trim().toLowerCase().split(/\\s+/);
      let count = 0;
      for (const { card, findings } of cards) {
        let fitting = 0;
        for (const { element, data, words } of findings) {
          const isShown = wanted.every(([name, value]) => fits(data, name, value))
            && text.every((word) => words.includes(word));
          element.hidden = !isShown;
          if (isShown) fitting += 1;
        }
        card.hidden = fitting === 0;
        count += fitting;
      }
      document.getElementById("count").textContent = `${count} of ${total} shown`;
      document.getElementById("nomatch").hidden = count > 0;
      tell(count);
      document.body.classList.toggle("few", count <= 20);
    };
    const tell = (count) => {
      const all = chosen();
      const told = all.map(([name, value]) => `${name === "text" ? "search" : name} ${value}`);
      document.getElementById("told").textContent = `Filter: ${told.join(", ")}. ${count} of `
        + `${total} findings shown, ${total - count} hidden; counts and charts are of all.`;
      document.querySelector(".filtered").hidden = all.length === 0;
      for (const { link, asked } of links) {
        const isOn = asked.every(([name, value]) => form.elements[name].value === value);
        if (isOn) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    };
    const choose = (state) => {
      for (const name of names) {
        const field = form.elements[name];
        const value = state.get(name) ?? "";
        // What the page does not know stays asked for, and nothing fits it.
        const isKnown = !field.options || [...field.options].some((one) => one.value === value);
        if (!isKnown) field.add(new Option(value, value));
        field.value = value;
      }
      show();
    };
    const keep = (state, replaces) => {
      const place = state.get("at");
      const address = place && [...state].length === 1 ? place : state;
      try {
        history[replaces ? "replaceState" : "pushState"](null, "", `#${address}`);
      } catch {
        // A page within another may not write its address; it filters all the same.
      }
    };
    // What is gone to lies below the filter where that stays on top, as high as it happens to be.
    const measure = () => {
      const covers = getComputedStyle(form).position === "sticky" ? form.offsetHeight : 0;
      document.documentElement.style.scrollPaddingTop = `${covers + 16}px`;
    };
    const reveal = (id) => {
      for (const old of document.querySelectorAll(".at")) old.classList.remove("at");
      const place = id && document.getElementById(id);
      if (!place) return;
      if (place.closest("[hidden]")) {
        choose(new URLSearchParams());
        keep(new URLSearchParams({ at: id }), true);
      }
      const card = place.closest(".card");
      if (card) card.open = true;
      place.classList.add("at");
      // Who reads on by keyboard reads on from there.
      const focus = place.matches("details") ? place.querySelector("summary") : place;
      if (focus === place && !place.hasAttribute("tabindex")) place.tabIndex = -1;
      focus.focus({ preventScroll: true });
      measure();
      place.scrollIntoView({ block: card === null || card === place ? "start" : "center" });
    };
    const parse = (hash) => hash.includes("=") ? new URLSearchParams(hash)
      : new URLSearchParams(hash === "" ? [] : [["at", hash]]);
    const read = () => {
      const state = parse(location.hash.slice(1));
      choose(state);
      reveal(state.get("at"));
    };
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const now = new URLSearchParams(chosen());
      const asked = links.find((one) => one.link === link)?.asked;
      const place = link.getAttribute("href").slice(1);
      if (!asked && [...now].length === 0) return;
      event.preventDefault();
      if (!asked) {
        now.set("at", place);
        keep(now, false);
        return reveal(place);
      }
      const isOn = asked.every(([name, value]) => now.get(name) === value);
      for (const [name, value] of asked) isOn ? now.delete(name) : now.set(name, value);
      keep(now, false);
      choose(now);
      reveal("findings");
    });
    let isTyping = false;
    form.addEventListener("input", (event) => {
      const isText = event.target.name === "text";
      show();
      keep(new URLSearchParams(chosen()), isText && isTyping);
      isTyping = isText;
    });
    form.addEventListener("reset", () => setTimeout(() => {
      show();
      keep(new URLSearchParams(), false);
    }));
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("hashchange", read);
    form.hidden = false;
    document.body.classList.add("live");
    new ResizeObserver(measure).observe(form);
    read();
  })();

  """
