package import AuditReport
import ConfigurationModel

/// What checks found, for a terminal and for scripts.
package struct HealthText {
  private let checks: [CheckHealth.Check]

  /// Of checks, in the order in which they are told.
  package init(_ checks: [CheckHealth.Check]) { self.checks = checks }

  /// Whether all is as it should be.
  package var isGood: Bool { checks.allSatisfy(\.isGood) }

  /// A line for each check, wrapped, and below it what to do where it is not good.
  package func text(_ options: ReportOptions) -> String {
    var page = TextPage(width: options.width)
    for check in checks {
      page.add(
        StyledText("\(check.name): ", .strong) + StyledText(check.words),
        after: check.isGood ? StyledText("ok   ", .good) : StyledText("BAD  ", .high))
      if let next = check.next {
        page.add(StyledText(next), after: StyledText("     next: ", .quiet))
      }
    }
    return page.text(isColoured: options.isColoured)
  }

  /// The same as a JSON text: `{"schemaVersion": "1", "isGood": …, "checks": [{"check", "isGood", "result", "next"}]}`.
  package var json: String {
    let document: JSONTree = [
      "schemaVersion": "1", "isGood": .bool(isGood),
      "checks": .list(
        checks.map { check in
          [
            "check": .string(check.name), "isGood": .bool(check.isGood),
            "result": .string(check.words), "next": .optional(check.next),
          ]
        }),
    ]
    return document.text + "\n"
  }
}
