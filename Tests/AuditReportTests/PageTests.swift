import AuditReport
import ConfigurationModel
import Foundation
import Testing

/// The page in a browser.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PageTests {
  /// Places in the address, the findings shown there in their order, and what the page says of them.
  private static let places: [(sample: String, place: String, findings: String, told: String)] = [
    ("rich", "", "F-17 F-18 F-19 F-12 F-9 F-11", ""),
    ("rich", "#severity=medium", "F-19 F-9 F-11", "3 of 6"),
    ("rich", "#severity=medium&status=unapproved", "F-19", "1 of 6"),
    ("rich", "#status=unapproved", "F-17 F-18 F-19 F-12", "4 of 6"),
    ("rich", "#account=444455556666", "F-12", "1 of 6"),
    ("rich", "#region=global&type=AWS%3A%3AIAM%3A%3AUser", "F-9", "1 of 6"),
    ("rich", "#day=2026-11-18", "F-18 F-11", "2 of 6"),
    ("rich", "#day=2026-11-10..2026-11-18", "F-18 F-12 F-11", "3 of 6"),
    ("rich", "#text=mallory+ADMINistrator", "F-18", "1 of 6"),
    ("rich", "#account=999999999999", "", "0 of 6"),
    ("rich", "#F-11", "F-17 F-18 F-19 F-12 F-9 F-11(at)", ""),
    ("rich", "#severity=medium&at=F-19", "F-19(at) F-9 F-11", "3 of 6"),
    ("rich", "#severity=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "", "0 of 6"),
    ("many", "#status=acknowledged", "F-3", "1 of 28"),
    ("many", "#region=us-east-1", "F-6 F-7", "2 of 28"),
    ("many", "#account=444455556666&severity=high", "F-22", "1 of 28"),
    (
      "many", "#severity=low&at=F-33",
      "F-31 F-32 F-33(at) F-34 F-35 F-36 F-37 F-38 F-39 F-40 F-41 F-42", "12 of 28"
    ),
  ]

  @Test func `a link shows the choice it was made of, and says what it hides`() throws {
    guard let browser = try Browser() else { return }
    defer { browser.close() }
    for sample in SampleReport.all {
      try browser.write(ReportFormat.html.render(sample.report), as: "\(sample.name).html")
    }
    let addresses = Self.places.map { "\"\($0.sample).html\($0.place)\"" }
    try browser.write(Self.visitor(of: addresses.joined(separator: ",\n")), as: "visitor.html")
    let lines = try browser.lines(of: "visitor.html")
    try #require(lines.count == Self.places.count, "\(lines)")
    for (line, place) in zip(lines, Self.places) {
      let parts = line.split(separator: "|", omittingEmptySubsequences: false)
      try #require(parts.count == 3, "\(line)")
      #expect(parts[0] == place.findings, "\(place.place)")
      let told = place.told.isEmpty ? "" : "\(place.told) findings shown"
      #expect(told.isEmpty ? parts[1].isEmpty : parts[1].contains(told), "\(line)")
      #expect(parts[2] == "1 script", "\(place.place)")
    }
  }

  /// Opens each address in a page of its own, and writes down what is seen.
  private static func visitor(of addresses: String) -> String {
    """
    <!doctype html><pre></pre>
    <script>
    (async () => {
      for (const address of [\(addresses)]) {
        const frame = document.createElement("iframe");
        frame.width = 1200;
        await new Promise((done) => { frame.onload = done; frame.src = address; document.body.append(frame); });
        await new Promise((done) => setTimeout(done, 50));
        const page = frame.contentDocument;
        const shown = [...page.querySelectorAll("[id^='F-']")].filter((one) => !one.closest("[hidden]"))
          .map((one) => one.id + (one.matches(".at") && one.closest(".card").open ? "(at)" : ""));
        const note = page.querySelector(".filtered");
        document.querySelector("pre").append([
          shown.join(" "), note.hidden ? "" : note.textContent,
          `${page.querySelectorAll("script").length} script`,
        ].join("|").replaceAll("<", "(") + "\\n");
        frame.remove();
      }
    })();
    </script>
    """
  }

  @Test func `charts filter when clicked, once more takes it back, and the browser goes back`()
    throws
  {
    guard let browser = try Browser() else { return }
    defer { browser.close() }
    try browser.write(ReportFormat.html.render(SampleReport.rich.report), as: "page.html")
    try browser.write(Self.driver, as: "driver.html")
    #expect(
      try browser.lines(of: "driver.html") == [
        "start: 6",
        "severity: 1 #severity=critical&status=unapproved current 2",
        "day: 1 #severity=critical&status=unapproved&day=2026-11-20 current 3",
        "other finding: 6 #F-11 open",
        "back: 1 #severity=critical&status=unapproved&day=2026-11-20",
        "back: 1 #severity=critical&status=unapproved",
        "again: 6 #",
        "account: 1 #status=unapproved&account=444455556666 current 2",
        "clear: 6 #",
        "select: 2 #region=global",
        "typed: 1 #text=mallory&region=global",
        "back: 2 #region=global",
        "print: 6 open, then 0",
        "reach: true",
        "focus: F-11 SUMMARY, then word-finding DT at",
        "400: below the filter true, nothing sticks out true",
        "700: below the filter true, nothing sticks out true",
        "1000: below the filter true, nothing sticks out true",
        "1300: below the filter true, nothing sticks out true",
      ])
  }

  /// Clicks and types as a person would, and writes down what is shown then. It is a page around the page,
  /// whose policy lets no other script in.
  private static let driver = """
    <!doctype html><pre></pre><iframe src="page.html" width="1200" height="900"></iframe>
    <script>
    const frame = document.querySelector("iframe");
    const wait = () => new Promise((done) => setTimeout(done, 200));
    frame.onload = async () => {
      frame.onload = null;
      const view = frame.contentWindow, page = frame.contentDocument;
      const log = (text) => { document.querySelector("pre").append(text + "\\n"); };
      const count = () => [...page.querySelectorAll(".card")].filter((card) => !card.hidden).length;
      const say = (what, more = "") => log(`${what}: ${count()} ${view.location.hash || ""}${more}`.trim());
      const current = () => ` current ${page.querySelectorAll("[aria-current]").length}`;
      const click = async (choice) => {
        const link = page.querySelector(choice);
        link.focus();
        link.dispatchEvent(new view.MouseEvent("click", { bubbles: true, cancelable: true }));
        await wait();
      };
      const back = async () => { view.history.back(); await wait(); };
      say("start");
      await click("a.pill.critical"); say("severity", current());
      await click("svg a[data-day='2026-11-20']"); say("day", current());
      page.querySelector("main").insertAdjacentHTML("beforeend", "<a id=probe href='#F-11'>x</a>");
      await click("#probe");
      log(`other finding: ${count()} ${view.location.hash} ${page.querySelector("#F-11").open ? "open" : ""}`);
      await back(); say("back");
      await back(); say("back");
      await click("a.pill.critical");
      log(`again: ${count()} #${view.location.hash.slice(1)}`);
      await click(".bars a[data-account='444455556666']"); say("account", current());
      page.querySelector(".filtered button").click(); await wait();
      log(`clear: ${count()} #${view.location.hash.slice(1)}`);
      const form = page.getElementById("filter");
      const input = (name, value) => {
        form.elements[name].value = value;
        form.elements[name].dispatchEvent(new view.Event("input", { bubbles: true }));
      };
      input("region", "global"); await wait(); say("select");
      for (const text of ["m", "mal", "mallory"]) { input("text", text); await wait(); }
      say("typed");
      await back(); say("back");
      form.reset(); await wait();
      const open = () => [...page.querySelectorAll(".card")].filter((card) => card.open).length;
      page.querySelectorAll(".card").forEach((card) => { card.open = false; });
      view.dispatchEvent(new view.Event("beforeprint"));
      const printed = open();
      view.dispatchEvent(new view.Event("afterprint"));
      log(`print: ${printed} open, then ${open()}`);
      const links = [...page.querySelectorAll("[data-filter], .term")];
      log(`reach: ${links.length > 10 && links.every((link) => link.tabIndex >= 0)}`);
      const focus = () => page.activeElement;
      form.elements.region.value = "global";
      await click("#probe");
      const card = `${focus().closest("[id]").id} ${focus().tagName}`;
      form.elements.region.value = "global";
      await click("#findings .term");
      log(`focus: ${card}, then ${focus().id} ${focus().tagName} ${focus().className}`);
      // What is shown where a word is pointed at, shown everywhere.
      const pointed = (rules) => [...rules].map((rule) => rule.media
        ? `@media ${rule.conditionText}{${pointed(rule.cssRules)}}`
        : (rule.selectorText ?? "").includes(":hover::after")
          ? rule.cssText.replaceAll(":hover", "") : "").join("");
      const sheet = new view.CSSStyleSheet();
      sheet.replaceSync(pointed(page.styleSheets[0].cssRules));
      page.adoptedStyleSheets = [sheet];
      page.querySelectorAll("details").forEach((one) => { one.open = true; });
      const isShown = view.getComputedStyle(page.querySelector("#findings .term"), "::after").content
        .startsWith('"A deviation');
      for (const width of [400, 700, 1000, 1300]) {
        frame.width = width; await wait();
        const sticksOut = page.documentElement.scrollWidth > view.innerWidth;
        form.elements.region.value = "global";
        await click("#probe");
        const top = page.querySelector("#F-11").getBoundingClientRect().top;
        const bar = view.getComputedStyle(form).position === "sticky"
          ? form.getBoundingClientRect().bottom : 0;
        log(`${width}: below the filter ${top >= bar}, nothing sticks out ${isShown && !sticksOut}`);
      }
    };
    </script>
    """
}
