import ConfigurationModel
import PlumblineTestSupport

/// A month of an account: who changed what and when, which of it was approved, what of it no snapshot shows, and what
/// CloudTrail delivers of it, late, shuffled and twice. The truth is kept as a list and shares nothing with an audit.
struct SimulatedMonth {
  /// How much there is of each thing.
  struct Size: Sendable {
    let days: Int
    let groups: Int
    /// Changes that some snapshot shows.
    let changes: Int
    /// Of those, the ones that no record covers.
    let unapproved: Int
    /// Changes besides that were undone before the next snapshot.
    let passing: Int
    /// Groups besides that were made and deleted before the next snapshot.
    let unseen: Int
    /// Of the changes that snapshots show, the ones of which CloudTrail delivers nothing.
    let unrecorded: Int

    static let small = Size(
      days: 3, groups: 14, changes: 90, unapproved: 12, passing: 4, unseen: 3, unrecorded: 4)
    static let whole = Size(
      days: 30, groups: 200, changes: 2000, unapproved: 40, passing: 10, unseen: 5, unrecorded: 5)
  }

  /// A person, or a pipeline that a person started.
  struct Actor: Hashable {
    let person: String
    /// The role of a pipeline; nil for a person's own user.
    let role: String?

    /// What a record's implementers name.
    var arn: String {
      role.map { "arn:aws:iam::\(SimulatedMonth.account):role/\($0)" }
        ?? "arn:aws:iam::\(SimulatedMonth.account):user/\(person)"
    }
  }

  struct Change {
    let group: Int
    let port: Int
    let word: ChangeWord
    let at: Timestamp
    let actor: Actor
    var isApproved = true
    var isRecorded = true
    /// When it was undone, and by whom; nil for what snapshots show.
    var undone: (at: Timestamp, by: Actor)?

    var path: String { "IpPermissions[tcp \(port) from 10.0.0.0/8]" }
    /// `sg-3 added IpPermissions[…]`.
    var key: String { "\(SimulatedMonth.id(group)) \(word) \(path)" }
  }

  /// A group that no snapshot shows: who made it and opened it, and who deleted it, when.
  struct Unseen {
    let number: Int
    let at: Timestamp
    let actor: Actor
    let end: Timestamp
    let ender: Actor

    var id: String { "sg-unseen-\(number)" }
    /// `sg-unseen-1 added`, of the whole resource.
    var key: String { "\(id) added \(ConfigurationPath.root)" }
  }

  static let account = "111122223333"
  static let start = Timestamp(seconds: 1_793_491_200)
  /// Every six hours.
  static let step: Int64 = 6 * 3600
  static func id(_ group: Int) -> String { "sg-\(group)" }
  static func region(_ group: Int) -> String { group % 2 == 0 ? "eu-west-1" : "us-east-1" }

  let size: Size
  private(set) var changes: [Change] = []
  private(set) var unseen: [Unseen] = []
  private var random: SeededGenerator
  private let people = (0..<12).map { Actor(person: "person\($0)", role: nil) }
  private let pipelines = (0..<3).map { Actor(person: "person\($0)", role: "Deploy\($0)") }

  init(seed: UInt64, _ size: Size) {
    self.size = size
    random = SeededGenerator(seed: seed)
    for number in 0..<size.changes { changes.append(change(number)) }
    for index in spread(size.unapproved) { changes[index].isApproved = false }
    for index in spread(size.unrecorded, from: size.unapproved) {
      changes[index].isRecorded = false
    }
    for number in 0..<size.passing { changes.append(passing(size.changes + number)) }
    for number in 0..<size.unseen {
      let at = moment(before: Self.step / 2)
      let seconds = Int64.random(in: 120..<Self.step / 3, using: &random)
      unseen.append(
        Unseen(
          number: number, at: at, actor: actor(), end: at.advanced(bySeconds: seconds),
          ender: actor()))
    }
  }

  /// So many of the changes that snapshots show; those after the first ones are others.
  private mutating func spread(_ count: Int, from first: Int = 0) -> ArraySlice<Int> {
    var chosen = SeededGenerator(seed: UInt64(size.changes))
    return Array(0..<size.changes).shuffled(using: &chosen)[first..<first + count]
  }

  private mutating func moment(before end: Int64) -> Timestamp {
    let rounds = Int64(size.days) * 86_400 / Self.step
    let round = Int64.random(in: 0..<rounds, using: &random)
    return Self.start.advanced(
      bySeconds: round * Self.step + Int64.random(in: 60..<end, using: &random))
  }

  private mutating func actor() -> Actor {
    (people + pipelines).randomElement(using: &random) ?? people[0]
  }

  /// Each change has a port of its own, so that it is known what each of them made. Every third takes away what was
  /// there from the beginning.
  private mutating func change(_ number: Int) -> Change {
    Change(
      group: Int.random(in: 0..<size.groups, using: &random), port: 1000 + number,
      word: number % 3 == 0 ? .removed : .added, at: moment(before: Self.step - 60),
      actor: actor())
  }

  private mutating func passing(_ number: Int) -> Change {
    var change = Change(
      group: Int.random(in: 0..<size.groups, using: &random), port: 1000 + number,
      word: number % 3 == 0 ? .removed : .added, at: moment(before: Self.step / 2),
      actor: actor(), isApproved: false)
    let seconds = Int64.random(in: 5..<Self.step / 3, using: &random)
    change.undone = (change.at.advanced(bySeconds: seconds), actor())
    return change
  }

  // MARK: What is seen

  /// The moments of the snapshots, from the beginning on.
  var moments: [Timestamp] {
    (0...(Int64(size.days) * 86_400 / Self.step)).map {
      Self.start.advanced(bySeconds: $0 * Self.step)
    }
  }

  /// The answer of `describe-security-groups` in a region at a moment.
  func answer(in region: String, at moment: Timestamp) -> String {
    var open: [Int: [Int]] = [:]
    for change in changes {
      var isOpen = change.word == .removed
      if change.at <= moment { isOpen.toggle() }
      if let undone = change.undone, undone.at <= moment { isOpen.toggle() }
      if isOpen { open[change.group, default: []].append(change.port) }
    }
    let groups = (0..<size.groups).filter { Self.region($0) == region }.map { group in
      let rules = (open[group] ?? []).sorted().map {
        #"{"IpProtocol":"tcp","FromPort":\#($0),"ToPort":\#($0),"IpRanges":[{"CidrIp":"10.0.0.0/8"}]}"#
      }
      return """
        {"GroupId":"\(Self.id(group))","GroupName":"g\(group)","OwnerId":"\(Self.account)","Description":"d",\
        "VpcId":"vpc-1","IpPermissionsEgress":[],"Tags":[],"IpPermissions":[\(rules.joined(separator: ","))]}
        """
    }
    return #"{"SecurityGroups":[\#(groups.joined(separator: ","))]}"#
  }

  // MARK: What CloudTrail delivers

  /// A log file: its name, what is in it, and by how many snapshots it comes late.
  struct LogFile {
    let name: String
    let text: String
    let delay: Int
    /// The first snapshot by which it can be there.
    let round: Int
  }

  /// One file for each hour and region, its events in any order, some of them in the next file too, and some with calls
  /// that were refused.
  mutating func files() -> [LogFile] {
    var events: [String: [Int: [String]]] = [:]
    func hour(_ moment: Timestamp) -> Int { Int((moment.seconds - Self.start.seconds) / 3600) }
    for (number, change) in changes.enumerated() where change.isRecorded {
      let region = Self.region(change.group)
      let opens = change.word == .added
      events[region, default: [:]][hour(change.at), default: []] +=
        session(of: change.actor, for: "c\(number)", at: change.at, in: region) + [
          call("c\(number)", opens, change, by: change.actor, at: change.at)
        ]
      if let undone = change.undone {
        events[region, default: [:]][hour(undone.at), default: []] +=
          session(of: undone.by, for: "u\(number)", at: undone.at, in: region) + [
            call("u\(number)", !opens, change, by: undone.by, at: undone.at)
          ]
      }
      if number % 7 == 0 {
        events[region, default: [:]][hour(change.at), default: []].append(
          call("r\(number)", opens, change, by: actor(), at: change.at, isRefused: true))
      }
    }
    for group in unseen {
      for (id, at, actor, event) in lives(of: group) {
        events["eu-west-1", default: [:]][hour(at), default: []] +=
          session(of: actor, for: id, at: at, in: "eu-west-1") + [event]
      }
    }
    var files: [LogFile] = []
    for region in ["eu-west-1", "us-east-1"] {
      var again: [String] = []
      for hour in 0...size.days * 24 {
        let own = (events[region]?[hour] ?? []).shuffled(using: &random)
        let moment = Self.start.advanced(bySeconds: Int64(hour) * 3600)
        // It is delivered when the hour is almost over.
        let name = "\(moment.advanced(bySeconds: 3540))".filter { !"-:".contains($0) }.replacing(
          "00Z", with: "Z")
        let round = Int(Int64(hour) * 3600 / Self.step) + 1
        files.append(
          LogFile(
            name: "\(Self.account)_CloudTrail_\(region)_\(name)_x.json",
            text:
              #"{"Records":[\#((own + again).shuffled(using: &random).joined(separator: ","))]}"#,
            delay: Int.random(in: 0..<10, using: &random) == 0 ? 3 : 0, round: round))
        again = own.filter { _ in Int.random(in: 0..<5, using: &random) == 0 }
      }
    }
    return files.shuffled(using: &random)
  }

  /// A pipeline's session is opened by a person for each of its calls.
  private func session(of actor: Actor, for call: String, at: Timestamp, in region: String)
    -> [String]
  {
    guard let role = actor.role else { return [] }
    return [
      """
      {"eventVersion":"1.09","eventID":"s-\(call)","eventTime":"\(at.advanced(bySeconds: -30))","readOnly":true,\
      "eventSource":"sts.amazonaws.com","eventName":"AssumeRole","awsRegion":"\(region)",\
      "recipientAccountId":"\(Self.account)","userIdentity":{"type":"IAMUser","userName":"\(actor.person)",\
      "arn":"arn:aws:iam::\(Self.account):user/\(actor.person)"},"requestParameters":{"roleArn":"\(role)"},\
      "responseElements":{"credentials":{"accessKeyId":"ASIA\(call)"}}}
      """
    ]
  }

  private func call(
    _ id: String, _ opens: Bool, _ change: Change, by actor: Actor, at: Timestamp,
    isRefused: Bool = false
  ) -> String {
    event(
      id, "\(opens ? "Authorize" : "Revoke")SecurityGroupIngress", by: actor, at: at,
      in: Self.region(change.group),
      #""requestParameters":\#(Self.rule(change.port, of: Self.id(change.group)))"#
        + (isRefused ? #","errorCode":"Client.UnauthorizedOperation""# : ""))
  }

  /// The calls by which a group that no snapshot shows is made, opened and deleted.
  private func lives(of group: Unseen) -> [(id: String, at: Timestamp, actor: Actor, event: String)]
  {
    let made =
      #""requestParameters":{"groupName":"x"},"responseElements":{"groupId":"\#(group.id)"}"#
    let opened = #""requestParameters":\#(Self.rule(22, of: group.id))"#
    let gone = #""requestParameters":{"groupId":"\#(group.id)"}"#
    let middle = group.at.advanced(bySeconds: 60)
    let calls = [
      ("m", "CreateSecurityGroup", group.at, group.actor, made),
      ("o", "AuthorizeSecurityGroupIngress", middle, group.actor, opened),
      ("d", "DeleteSecurityGroup", group.end, group.ender, gone),
    ]
    return calls.map { letter, name, at, actor, fields in
      let id = "\(letter)\(group.number)"
      return (id, at, actor, event(id, name, by: actor, at: at, in: "eu-west-1", fields))
    }
  }

  private static func rule(_ port: Int, of group: String) -> String {
    #"{"groupId":"\#(group)","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":\#(port),"toPort":\#(port),"ipRanges":{"items":[{"cidrIp":"10.0.0.0/8"}]}}]}}"#
  }

  private func event(
    _ id: String, _ name: String, by actor: Actor, at: Timestamp, in region: String,
    _ fields: String
  ) -> String {
    let identity =
      actor.role.map { role in
        #"{"type":"AssumedRole","principalId":"AROA:run","arn":"arn:aws:sts::\#(Self.account):assumed-role/\#(role)/run","accessKeyId":"ASIA\#(id)","sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::\#(Self.account):role/\#(role)","userName":"\#(role)"}}}"#
      }
      ?? #"{"type":"IAMUser","userName":"\#(actor.person)","arn":"\#(actor.arn)"}"#
    return """
      {"eventVersion":"1.09","eventID":"\(id)","eventTime":"\(at)","readOnly":false,\
      "eventSource":"ec2.amazonaws.com","eventName":"\(name)","awsRegion":"\(region)",\
      "recipientAccountId":"\(Self.account)","userIdentity":\(identity),\(fields)}
      """
  }

  // MARK: What was approved

  /// A record for each approved change: for half an hour, and for its actor only.
  var records: [ChangeRecord] {
    changes.enumerated().compactMap { number, change in
      guard change.isApproved, let path = PathPattern(parsing: change.path) else { return nil }
      return ChangeRecord(
        number: "CHG\(number)", kind: .normal, state: .approved, requestedBy: "asker",
        approvals: [.init(by: "approver", at: Self.start)],
        window: Window(
          from: change.at.advanced(bySeconds: -900), until: change.at.advanced(bySeconds: 900)),
        implementers: [Glob(change.actor.arn)],
        allows: [
          Allowance(
            resource: ResourceSelector(id: Glob(Self.id(change.group))), action: .modify,
            edits: [Clause(word: change.word, path: path)])
        ])
    }
  }
}
