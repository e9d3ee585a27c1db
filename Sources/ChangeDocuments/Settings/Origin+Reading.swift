import ConfigurationModel

extension DocumentReading {
  mutating func awsAccounts(_ node: DocumentNode) -> SnapshotSource.AWSAccounts? {
    let keys = [
      "profile", "accounts", "organization", "role", "externalID", "regions", "requestBudget",
    ]
    // `aws:` alone is the account of whoever runs it.
    if node.isNull { return SnapshotSource.AWSAccounts() }
    guard let fields = fields(node, "'aws'", keys: keys) else { return nil }
    var accounts = SnapshotSource.AWSAccounts()
    accounts.profile = optionalText(fields, "profile")
    accounts.reach = reach(fields)
    accounts.role = role(fields)
    accounts.regions = fields["regions"].map { regions($0) } ?? []
    accounts.requestBudget = fields["requestBudget"].flatMap {
      number($0, "'requestBudget'", in: 1...1_000_000_000)
    }
    if accounts.reach != .own, accounts.role == nil, fields["role"] == nil {
      report(.missingKey("role", of: fields.what, at: place(fields.line)))
    }
    return accounts
  }

  private mutating func reach(_ fields: DocumentFields) -> SnapshotSource.Reach {
    if let organization = fields["organization"] {
      if let accounts = fields["accounts"] {
        report(
          .contradiction(
            "'aws' has either 'accounts' or 'organization'.", at: place(accounts.line)))
      }
      return self.organization(organization)
    }
    return fields["accounts"].map { .accounts(accountIDs($0, "'accounts'")) } ?? .own
  }

  private mutating func organization(_ node: DocumentNode) -> SnapshotSource.Reach {
    if node.isNull || node.value == .string("all") { return .organization(units: [], except: []) }
    guard let fields = fields(node, "'organization'", keys: ["units", "except"]) else {
      return .own
    }
    let units = fields["units"].map { list in
      (members(list, "'units'") ?? []).compactMap { unit in
        parsed(unit, "an organizational unit", form: "as ou-ab12-cdef3456 or r-ab12") { text in
          text.hasPrefix("ou-") || text.hasPrefix("r-") ? text : nil
        }
      }
    }
    let except = fields["except"].map { accountIDs($0, "'except'") }
    return .organization(units: units ?? [], except: except ?? [])
  }

  private mutating func accountIDs(_ node: DocumentNode, _ what: String) -> [String] {
    for member in members(node, what) ?? [] {
      // Checked first, so that a number that lost its leading zero is told.
      _ = parsed(member, "an account", form: "in quotes, with 12 digits: \"012345678901\"") {
        text in
        text.count == 12 && text.utf8.allSatisfy { (48...57).contains($0) } ? text : nil
      }
    }
    if case .list = node.content { return texts(node, what) }
    return []
  }

  private mutating func role(_ fields: DocumentFields) -> SnapshotSource.AssumedRoleName? {
    if let id = fields["externalID"], fields["role"] == nil {
      report(.contradiction("An 'externalID' goes with a 'role'.", at: place(id.line)))
    }
    let name = fields["role"].flatMap { node in
      parsed(node, "a role's name", form: "as PlumblineReader or path/Reader, without arn:") {
        text in
        text.hasPrefix("arn:") ? nil : text
      }
    }
    return name.map {
      SnapshotSource.AssumedRoleName(name: $0, externalID: optionalText(fields, "externalID"))
    }
  }

  private mutating func regions(_ node: DocumentNode) -> [String] {
    (members(node, "'regions'") ?? []).compactMap { region($0) }
  }

  private mutating func region(_ node: DocumentNode) -> String? {
    parsed(node, "a region", form: "as eu-west-1") { text in
      let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      let isPlain = text.utf8.allSatisfy {
        (97...122).contains($0) || (48...57).contains($0) || $0 == 45
      }
      return isPlain && parts.count >= 3 && !parts.contains("") ? text : nil
    }
  }

  mutating func recorder(_ node: DocumentNode) -> SnapshotSource.Recorder? {
    if node.isNull { return SnapshotSource.Recorder() }
    guard
      let fields = fields(node, "'recorder'", keys: ["profile", "aggregator", "region", "regions"])
    else { return nil }
    var recorder = SnapshotSource.Recorder()
    recorder.profile = optionalText(fields, "profile")
    recorder.aggregator = optionalText(fields, "aggregator")
    if recorder.aggregator != nil {
      recorder.regions = required(fields, "region").flatMap { region($0) }.map { [$0] } ?? []
    } else {
      recorder.regions = fields["regions"].map { regions($0) } ?? []
    }
    let wrong = recorder.aggregator == nil ? "region" : "regions"
    if let node = fields[wrong] {
      report(
        .contradiction(
          "An aggregator has a 'region'; without one the recorder has 'regions'.",
          at: place(node.line)))
    }
    return recorder
  }

  mutating func delivery(_ node: DocumentNode) -> SnapshotSource.Delivery? {
    guard let fields = fields(node, "'delivery'", keys: ["profile", "url", "region"]) else {
      return nil
    }
    return bucket(fields)
  }

  private mutating func bucket(_ fields: DocumentFields) -> SnapshotSource.Delivery? {
    let place = required(fields, "url").flatMap { node in
      guarded(node, "url", "a place in S3", form: "as s3://bucket/prefix", S3Place.init(parsing:))
    }
    let region = required(fields, "region").flatMap { self.region($0) }
    guard let place, let region else { return nil }
    return SnapshotSource.Delivery(
      profile: optionalText(fields, "profile"), bucket: place.bucket, prefix: place.prefix,
      region: region)
  }
}

extension DocumentReading {
  /// One of files, a bucket, regions in which CloudTrail itself is asked, and a queue.
  mutating func activity(_ node: DocumentNode) -> SnapshotSource.ActivityPlace? {
    let keys = ["files", "url", "region", "lookup", "profile", "queue", "buckets"]
    guard let fields = fields(node, "'activity'", keys: keys) else { return nil }
    let given = ["files", "url", "lookup", "queue"].filter { fields[$0] != nil }
    guard given.count == 1, let kind = given.first, let place = fields[kind] else {
      report(
        .contradiction(
          "'activity' is one of files, url, lookup, queue, and here "
            + (given.isEmpty ? "is none." : "are \(given.joined(separator: ", "))."),
          at: self.place(fields.line)))
      return nil
    }
    reportStrayKeys(of: kind, fields)
    switch kind {
    case "files": return .files(texts(place, "'files'"))
    case "url": return bucket(fields).map { .bucket($0) }
    case "queue": return queue(place, fields).map { .queue($0) }
    default: return .lookup(profile: optionalText(fields, "profile"), regions: regions(place))
    }
  }

  private mutating func queue(_ node: DocumentNode, _ fields: DocumentFields) -> EventQueue? {
    let region = fields["region"].flatMap { self.region($0) }
    guard fields["region"] == nil || region != nil else { return nil }
    let queue = guarded(
      node, "queue", "the address of a queue",
      form:
        "as https://sqs.eu-west-1.amazonaws.com/111122223333/plumbline; with 'region' where that has none"
    ) { EventQueue(url: $0, region: region) }
    let profile = optionalText(fields, "profile")
    let buckets =
      fields["buckets"].map { list in
        (members(list, "'buckets'") ?? []).compactMap { node in
          guarded(
            node, "buckets", "a place in S3", form: "as s3://bucket/prefix",
            S3Place.init(parsing:))
        }
      } ?? []
    guard var queue else { return nil }
    (queue.profile, queue.buckets) = (profile, buckets)
    return queue
  }

  private mutating func reportStrayKeys(of kind: String, _ fields: DocumentFields) {
    if kind != "queue", let node = fields["buckets"] {
      report(.contradiction("Only a 'queue' has 'buckets'.", at: place(node.line)))
    }
    let stray = kind == "files" ? ["region", "profile"] : kind == "lookup" ? ["region"] : []
    for node in stray.compactMap({ fields[$0] }) {
      report(
        .contradiction(
          kind == "files"
            ? "Files have no region and no profile." : "The regions of 'lookup' are its list.",
          at: place(node.line)))
    }
  }
}

/// `s3://bucket/prefix`.
package struct S3Place: Hashable, Sendable {
  /// The bucket's name.
  package let bucket: String
  /// Without a slash at its end; empty for none.
  package let prefix: String

  /// As it is written.
  package var text: String { "s3://\(bucket)" + (prefix.isEmpty ? "" : "/\(prefix)") }

  /// - Parameter prefix: Without a slash at its end.
  package init(bucket: String, prefix: String) {
    (self.bucket, self.prefix) = (bucket, prefix)
  }

  /// Nil where it is no such address. What a bucket is called: S3 User Guide, "General purpose bucket
  /// naming rules".
  package init?(parsing text: String) {
    guard text.hasPrefix("s3://") else { return nil }
    let parts = text.dropFirst(5).split(
      separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let bucket = parts.first, (3...63).contains(bucket.count),
      bucket.utf8.allSatisfy({
        (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46
      })
    else { return nil }
    self.bucket = String(bucket)
    var prefix = parts.count == 2 ? parts[1] : ""
    while prefix.last == "/" { prefix = prefix.dropLast() }
    self.prefix = String(prefix)
  }
}
