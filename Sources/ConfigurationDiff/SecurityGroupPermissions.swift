package import ConfigurationModel

extension ConfigurationValue {
  /// A security group's permissions as one element for each direction, protocol, ports and peer,
  /// labelled `tcp 22 from 0.0.0.0/0`, `all to pl-1`, `icmp 8/-1 from sg-1 (444455556666)`.
  ///
  /// Reads the CLI's form, AWS Config's, CloudFormation's flat rules, and its own. A member that is
  /// no permission stays what it is, labelled by itself.
  func permissionElements(_ direction: PermissionDirection, account: String) -> ConfigurationValue {
    let reading = PermissionReading(direction: direction, account: account)
    let permissions: [ConfigurationValue]
    switch self {
    case .list(let values): permissions = values
    case .object where self["IpProtocol"]?.scalarText != nil: permissions = [self]
    case .object(let members), .elements(let members): permissions = members.inKeyOrder.map(\.value)
    case .null, .bool, .number, .string: return self
    }
    // AWS holds no rule twice; sources that list one range in two fields do.
    let rules = permissions.flatMap(reading.rules).distinct
    return .elements(membersByLabel(rules.map { ($0.label, $0.value) }))
  }
}

/// A rule with one peer, and what it is called.
private struct LabelledRule {
  let label: String
  let value: ConfigurationValue
}

extension [LabelledRule] {
  /// Every rule once, found by its text: comparing each with each takes too long for large groups. Rules that are called
  /// differently are different.
  fileprivate var distinct: [LabelledRule] {
    guard Set(map(\.label)).count < count else { return self }
    let texts = map { (text: $0.value.canonicalJSON, rule: $0) }
      .sorted { $0.text.precedes($1.text) }
    var last: String?
    return texts.compactMap { text, rule in
      defer { last = text }
      return last.map { $0.isIdentical(to: text) } == true ? nil : rule
    }
  }
}

/// One direction's permissions read into rules with one peer each.
private struct PermissionReading {
  let direction: PermissionDirection
  let account: String

  private var peerField: String {
    switch direction {
    case .ingress: "source"
    case .egress: "destination"
    }
  }

  private var preposition: String {
    switch direction {
    case .ingress: "from"
    case .egress: "to"
    }
  }

  /// The rules of one permission. What cannot be read as a peer is left in its field, in a rule of
  /// its own: nothing is lost.
  func rules(of permission: ConfigurationValue) -> [LabelledRule] {
    guard case .object(var fields) = permission, let traffic = Traffic(removingFrom: &fields) else {
      return [LabelledRule(label: permission.label, value: permission)]
    }
    var peers: [Peer] = []
    for list in PeerList.all {
      guard let value = fields.removeValue(forKey: list.field), value != .null else { continue }
      var unread: [ConfigurationValue] = []
      for member in value.members ?? [value] {
        if let peer = list.peer(member, account: account) {
          peers.append(peer)
        } else {
          unread.append(member)
        }
      }
      if !unread.isEmpty { fields[list.field] = .list(unread) }
    }
    while let own = Peer(removingFrom: &fields, account: account) { peers.append(own) }
    fields = fields.filter { !Peer.isUnsaid($0.key, $0.value) }
    let unread = Peer.unreadFields(in: fields)
    let said = fields.filter { !unread.contains($0.key) }
    let text = traffic.text
    let rules = distinct(peers).map { rule(traffic, called: text, said, $0) }
    return rules.isEmpty || !unread.isEmpty
      ? rules + [labelled(.object(traffic.fields(over: fields)))] : rules
  }

  /// The range that AWS Config gives as plain text besides the same range with its description, once.
  private func distinct(_ peers: [Peer]) -> [Peer] {
    guard peers.contains(where: \.isBare) else { return peers }
    let described = Set(peers.filter { !$0.isBare }.map(\.name))
    return peers.filter { !$0.isBare || !described.contains($0.name) }
  }

  private func rule(
    _ traffic: Traffic, called text: String, _ said: [String: ConfigurationValue], _ peer: Peer
  ) -> LabelledRule {
    var fields = traffic.fields(over: said)
    if !peer.fields.isEmpty { fields.merge(peer.fields) { _, peers in peers } }
    fields[peerField] = .string(peer.name)
    // Most rules say nothing by which they would be called otherwise, and need not be read again.
    return said.isEmpty && peer.isPlain
      ? LabelledRule(label: label(text, peer), value: .object(fields)) : labelled(.object(fields))
  }

  private func labelled(_ rule: ConfigurationValue) -> LabelledRule {
    LabelledRule(label: label(rule), value: rule)
  }

  /// What a rule is called: by its JSON where something in it could not be read.
  private func label(_ rule: ConfigurationValue) -> String {
    guard case .object(var fields) = rule, let traffic = Traffic(removingFrom: &fields) else {
      return rule.label
    }
    let peer = Peer(removingFrom: &fields, account: account)
    guard Peer.unreadFields(in: fields).isEmpty else { return rule.label }
    return label(traffic.text, peer)
  }

  private func label(_ traffic: String, _ peer: Peer?) -> String {
    let owner = peer?.fields["account"]?.scalarText.map { " (\($0.asWord))" } ?? ""
    let name = peer.map { $0.name == "nobody" ? "\"nobody\"" : $0.name.asWord } ?? "nobody"
    return "\(traffic) \(preposition) \(name)\(owner)"
  }
}

extension ConfigurationValue {
  /// This rule of a security group with what the text of a label says of it: `6 443 from 10.1.2.3/8`.
  /// Nil where this is no such rule, or the text no such label; it is to be normalized.
  package func permission(labelled text: String) -> ConfigurationValue? {
    guard case .object(var fields) = self, fields["IpProtocol"] != nil else { return nil }
    let isIngress = fields["source"] != nil
    guard let preposition = text.firstRange(of: isIngress ? " from " : " to ") else { return nil }
    let traffic = text[..<preposition.lowerBound].split(separator: " ")
    guard let name = traffic.first, traffic.count <= 2 else { return nil }
    fields["IpProtocol"] = .string(String(name))
    let numbers = traffic.count == 2 ? traffic[1].portWords : [nil, nil]
    guard numbers.count == 2 else { return nil }
    (fields["FromPort"], fields["ToPort"]) = (numbers[0], numbers[1])
    let peer = text[preposition.upperBound...].split(separator: " (", maxSplits: 1)
    fields[isIngress ? "source" : "destination"] = peer.first.map { .string(String($0)) }
    fields["account"] = peer.count == 2 ? .string(String(peer[1].dropLast())) : nil
    return .object(fields)
  }
}

extension Substring {
  /// The two numbers of `443`, `1000-2000` and `8/-1`; none where it is none of these.
  fileprivate var portWords: [ConfigurationValue?] {
    let words =
      contains("/")
      ? split(separator: "/") : Int(self) != nil ? [self, self] : split(separator: "-")
    return words.count == 2 ? words.map { .number(String($0)) } : []
  }
}
