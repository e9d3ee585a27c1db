import ConfigurationModel

extension DriftReport {
  /// The report as JUnit XML, in the form that Jenkins, GitLab and GitHub actions read.
  ///
  /// The first suite is the coverage: it is an error where it is not complete, every part that was not read is one, and of each type the parts
  /// that were never looked at are a case that is skipped. Each warning is a case that is skipped, in a suite of them. Then a suite for
  /// each scope: its reading is a case (an error where it is unread), and each finding one: a
  /// failure where it is unapproved, skipped where accepted. Then suites of the change records, of broken guardrails,
  /// of alerts (skipped cases), and of what came after the period. Of the change records
  /// done is passed, with who asked and approved; approved but not done is skipped, approved on paper only is skipped or, where that
  /// counts as unapproved, a failure; an overdue emergency approval is a failure.
  package var junit: String {
    let suites =
      [coverageSuite] + warningSuites + scopeSuites + recordSuites + guardrailSuites
      + alertSuites + sinceSuites
    let body = suites.map(\.xml).joined()
    let total = JUnitSuite(name: title, cases: suites.flatMap(\.cases))
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + "<testsuites \(total.counts)>\n\(body)</testsuites>\n"
  }

  private var coverageSuite: JUnitSuite {
    let whole = JUnitCase(
      name: coverage.sentence, className: "coverage",
      outcome: coverage.isComplete
        ? .passed : .error(type: "coverage-incomplete", message: coverage.sentence),
      output: verdictSentence)
    let limits = coverage.limits.map { limit in
      JUnitCase(
        name: limit, className: "coverage",
        outcome: .error(type: "coverage-limited", message: limit))
    }
    // Nobody has asked about them, so that they are no error.
    let never = coverage.neverLookedAtTexts.map { type, text in
      JUnitCase(
        name: "\(type) is looked at whole", className: "coverage", outcome: .skipped(message: text))
    }
    return JUnitSuite(name: "coverage", cases: [whole] + limits + never)
  }

  /// Each warning is skipped; one that speaks against an approval is a failure of the change records instead.
  private var warningSuites: [JUnitSuite] {
    let told = warnings.filter { !contradictions.contains($0) }.map { warning in
      JUnitCase(name: warning, className: "warnings", outcome: .skipped(message: warning))
    }
    return told.isEmpty ? [] : [JUnitSuite(name: "warnings", cases: told)]
  }

  private var scopeSuites: [JUnitSuite] {
    let byScope = Dictionary(grouping: findings, by: \.resource.id.scope)
    let groups = groups.byMember
    let readings = Dictionary(coverage.cells.map { ($0.scope, $0) }, uniquingKeysWith: { $1 })
    return Set(byScope.keys).union(readings.keys).sorted().map { scope in
      let reading = readings[scope].map { [$0.junit] } ?? []
      return JUnitSuite(
        name: scope.description,
        cases: reading + (byScope[scope] ?? []).map { $0.junit(at: at, in: groups[$0.number]) })
    }
  }

  /// Each alert is skipped: it is told, and fails nothing.
  private var alertSuites: [JUnitSuite] {
    let cases = alertsWorstFirst.map { alert in
      JUnitCase(
        name: "\(alert.ruleIDs): \(alert.call), \(alert.event)", className: "alerts",
        outcome: .skipped(message: alert.words))
    }
    return cases.isEmpty ? [] : [JUnitSuite(name: "alerts", cases: cases)]
  }

  /// What came after the end of the period.
  private var sinceSuites: [JUnitSuite] {
    guard let since else { return [] }
    let cases = since.entries.map { entry in
      JUnitCase(name: "\(entry.about) \(entry.line)", className: "since then", outcome: .passed)
    }
    return [JUnitSuite(name: "since then, \(since.sentence)", cases: cases)]
  }

  /// What breaks a guardrail is a failure where that counts, and skipped otherwise, as is what nobody can say.
  private var guardrailSuites: [JUnitSuite] {
    let broken = guardrails.findings.map { finding in
      JUnitCase(
        name: "\(finding.guardrail): \(finding.resource.id)", className: "guardrails",
        outcome: isGuardrailStrict
          ? .failure(type: "guardrail", message: finding.words) : .skipped(message: finding.words))
    }
    let unknown = guardrails.notObserved.map { entry in
      JUnitCase(
        name: "\(entry.guardrail): \(entry.why)", className: "guardrails",
        outcome: .skipped(message: "not observed of \(counted(entry.count, "resource"))"))
    }
    let unanswered = guardrails.problems.map { problem in
      JUnitCase(
        name: problem.message, className: "guardrails",
        outcome: .error(type: problem.code, message: problem.message))
    }
    let cases = broken + unknown + unanswered
    return cases.isEmpty ? [] : [JUnitSuite(name: "guardrails", cases: cases)]
  }

  private var recordSuites: [JUnitSuite] {
    let missing = Set(underDelivered.map(\.record))
    let done = recordsTold.map { record in
      JUnitCase(
        name: "\(record.record) \(record.outcomeText)", className: "change records",
        outcome: missing.contains(record.record)
          ? .skipped(message: record.outcomeText) : .passed,
        output: record.facts.joined(separator: "\n"))
    }
    let onPaper = onPaperByRecord.map { record, edits in
      let message = "approved on paper only: \(counted(edits.count, "edit"))"
      return JUnitCase(
        name: "\(record) was approved in time", className: "change records",
        outcome: isStrict
          ? .failure(type: "approved-on-paper", message: message) : .skipped(message: message))
    }
    let contradicted = contradictions.map { sentence in
      JUnitCase(
        name: sentence, className: "change records",
        outcome: .failure(type: "approval-contradicted", message: sentence))
    }
    let cases = done + onPaper + contradicted + underDelivered.map(\.junit) + debts.map(\.junit)
    return cases.isEmpty ? [] : [JUnitSuite(name: "change records", cases: cases)]
  }
}

/// A test case: what one suite of a JUnit file holds.
private struct JUnitCase {
  enum Outcome {
    case passed
    case failure(type: String, message: String)
    case error(type: String, message: String)
    case skipped(message: String)
  }

  let name: String
  let className: String
  let outcome: Outcome
  var output = ""

  var xml: String {
    let head =
      "    <testcase name=\"\(name.markupEscaped)\" classname=\"\(className.markupEscaped)\""
    let text = output.split(separator: "\n").map { String($0).markupEscaped }
      .joined(separator: "\n")
    let body: String
    switch outcome {
    case .passed where output.isEmpty: return head + "/>\n"
    case .passed: body = "<system-out>\(text)</system-out>"
    case .skipped(let message):
      body =
        "<skipped message=\"\(message.markupEscaped)\"/>"
        + (output.isEmpty ? "" : "\n      <system-out>\(text)</system-out>")
    case .failure(let type, let message):
      body = element("failure", type, message, text)
    case .error(let type, let message):
      body = element("error", type, message, text)
    }
    return head + ">\n      \(body)\n    </testcase>\n"
  }

  private func element(_ name: String, _ type: String, _ message: String, _ text: String) -> String
  {
    let attributes = "type=\"\(type.markupEscaped)\" message=\"\(message.markupEscaped)\""
    return "<\(name) \(attributes)>\(text)</\(name)>"
  }
}

/// A test suite with its counts.
private struct JUnitSuite {
  let name: String
  let cases: [JUnitCase]

  var xml: String {
    "  <testsuite \(counts)>\n" + cases.map(\.xml).joined() + "  </testsuite>\n"
  }

  var counts: String {
    var (failures, errors, skipped) = (0, 0, 0)
    for test in cases {
      switch test.outcome {
      case .passed: continue
      case .failure: failures += 1
      case .error: errors += 1
      case .skipped: skipped += 1
      }
    }
    return "name=\"\(name.markupEscaped)\" tests=\"\(cases.count)\" failures=\"\(failures)\""
      + " errors=\"\(errors)\" skipped=\"\(skipped)\" time=\"0\""
  }
}

extension Coverage.Cell {
  fileprivate var junit: JUnitCase {
    let outcome: JUnitCase.Outcome =
      if let problem {
        .error(type: problem.code, message: problem.message)
      } else if let retirement {
        .skipped(message: retirement.words)
      } else {
        .passed
      }
    return JUnitCase(name: "scope is read", className: scope.description, outcome: outcome)
  }
}

extension Finding {
  fileprivate func junit(at now: Timestamp, in group: FindingGroup?) -> JUnitCase {
    let name = "\(id) \(resource.id.type.words) \(resource.title) \(change.rawValue)"
    let edits = unapproved.map { judged in
      "\(judged.edit.word.sign) \(judged.edit.pathText): \(judged.detail)".visible
    }
    let misses = nearMisses.map { "near miss \($0.record): \($0.lacks)".visible }
    let others = group.map { " (the same in \($0.subject), \($0.leader.id) and others)" } ?? ""
    let message = "\(severity.word): \(edits.first ?? change.rawValue)\(others)"
    let outcome: JUnitCase.Outcome =
      switch status {
      case .open, .acknowledged: .failure(type: "unapproved-change", message: message)
      case .accepted: .skipped(message: statusText(at: now))
      case .resolved: .passed
      }
    return JUnitCase(
      name: name, className: resource.id.scope.description, outcome: outcome,
      output: (edits + misses + life.map(\.line.visible)).joined(separator: "\n"))
  }
}

extension DriftReport.UnderDelivery {
  fileprivate var junit: JUnitCase {
    JUnitCase(
      name: "\(record) \(expected)", className: "change records",
      outcome: .skipped(message: "approved but not done by \(until.minuteText)"))
  }
}

extension DriftReport.EmergencyDebt {
  fileprivate var junit: JUnitCase {
    let message = "emergency change not yet approved, due \(due.minuteText)"
    return JUnitCase(
      name: "\(record) is approved afterwards", className: "change records",
      outcome: isOverdue
        ? .failure(type: "emergency-overdue", message: message) : .skipped(message: message))
  }
}
