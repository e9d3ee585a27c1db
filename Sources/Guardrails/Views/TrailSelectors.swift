import ConfigurationModel

/// What the selectors of a trail record (CloudTrail API Reference, `EventSelector`, `AdvancedEventSelector`): one element a
/// category of events, type of resource, and reading or writing calls.
extension ConfigurationValue {
  /// Of a trail.
  var recordedEvents: [GuardrailView.Element] {
    self["EventSelectors"].elements.flatMap { $0.value.ofBasicSelector }
      + self["AdvancedEventSelectors"].elements.flatMap { $0.value.ofAdvancedSelector }
  }

  /// Of a trail: whether it records all management events, whichever selector does.
  var recordsManagementEvents: Bool {
    let all = recordedEvents.filter {
      $0.value["category"] == .string("Management") && $0.value["limits"] == .null
    }
    return Set(all.compactMap { $0.value["access"]?.scalarText }).count == allAccesses.count
  }

  private var ofBasicSelector: [GuardrailView.Element] {
    let accesses: [String] =
      switch self["ReadWriteType"]?.presentText {
      case "ReadOnly": ["read"]
      case "WriteOnly": ["write"]
      // What an answer leaves out has AWS's default.
      case "All", nil: allAccesses
      case _?: []
      }
    var recorded: [GuardrailView.Element] = []
    if self["IncludeManagementEvents"]?.integer != 0 {
      let excluded = texts("ExcludeManagementEventSources")
      recorded += recordedElements(
        "Management", nil, accesses, ["eventSource NotEquals": excluded])
    }
    for data in self["DataResources"].elements {
      let begins = data.value.texts("Values")
      guard !begins.isEmpty else { continue }
      recorded += recordedElements(
        "Data", data.value["Type"]?.presentText ?? data.label, accesses,
        ["resources.ARN StartsWith": begins])
    }
    return recorded
  }

  private var ofAdvancedSelector: [GuardrailView.Element] {
    var categories: [String] = []
    var types: [String?] = []
    var accesses = allAccesses
    var limits: [String: [String]] = [:]
    for field in self["FieldSelectors"].elements {
      let name = field.value["Field"]?.presentText ?? field.label
      for comparison in comparisons {
        let values = field.value.texts(comparison)
        guard !values.isEmpty else { continue }
        switch (name, comparison) {
        case ("eventCategory", "Equals"): categories = values
        case ("resources.type", "Equals"): types = values
        case ("readOnly", "Equals"):
          accesses = accesses.filter { values.contains($0 == "read" ? "true" : "false") }
        case ("readOnly", "NotEquals"):
          accesses = accesses.filter { !values.contains($0 == "read" ? "true" : "false") }
        default: limits["\(name) \(comparison)"] = values
        }
      }
    }
    return categories.flatMap { category in
      (types.isEmpty ? [nil] : types).flatMap { recordedElements(category, $0, accesses, limits) }
    }
  }

  private func texts(_ field: String) -> [String] {
    self[field].elements.compactMap { $0.value.presentText }.sorted { $0.precedes($1) }
  }
}

private let allAccesses = ["read", "write"]
private let comparisons = [
  "Equals", "StartsWith", "EndsWith", "NotEquals", "NotStartsWith", "NotEndsWith",
]

private func recordedElements(
  _ category: String, _ type: String?, _ accesses: [String], _ limits: [String: [String]]
) -> [GuardrailView.Element] {
  let limits = limits.filter { name, values in
    // `arn:aws:s3` is every object of every bucket.
    !values.isEmpty
      && !(name == "resources.ARN StartsWith" && values.contains(where: isWholeService))
  }
  let fields = limits.mapValues { ConfigurationValue.list($0.map { .string($0) }) }
  return accesses.map { access in
    GuardrailView.Element(
      "\(type ?? category), \(access)",
      .object([
        "category": .string(category), "type": type.map { .string($0) } ?? .null,
        "access": .string(access), "limits": fields.isEmpty ? .null : .object(fields),
      ]))
  }
}

/// Whether the beginning of an ARN names a service and nothing of it.
private func isWholeService(_ beginning: String) -> Bool {
  beginning.split(separator: ":", omittingEmptySubsequences: false).dropFirst(3)
    .allSatisfy(\.isEmpty)
}
