import ConfigurationModel
import PlumblineTestSupport

/// A call that put one rule into a group or took it out, as CloudTrail records it.
struct OracleCall: Hashable {
  let number: Int
  let group: String
  /// The whole rule.
  let rule: Tree
  let word: TreeWord
  let at: Timestamp
  let caller: OracleCaller
  let isRefused: Bool

  var label: String { OracleWorld.label(of: rule) }
}

/// Who calls, with what a record may name them by.
enum OracleCaller: CaseIterable {
  case pipeline, operations, eve

  private static let account = "111122223333"

  /// What the glob of an implementer may fit: of a session its role too.
  var names: [String] {
    switch self {
    case .pipeline: session("DeployWeb", "run-7")
    case .operations: session("Ops", "ada")
    case .eve: ["arn:aws:iam::\(Self.account):user/eve"]
    }
  }

  private func session(_ role: String, _ name: String) -> [String] {
    [
      "arn:aws:sts::\(Self.account):assumed-role/\(role)/\(name)",
      "arn:aws:iam::\(Self.account):role/\(role)",
    ]
  }

  fileprivate var json: String {
    let type = self == .eve ? "IAMUser" : "AssumedRole"
    return #"{"type":"\#(type)","arn":"\#(names[0])","accountId":"\#(Self.account)"}"#
  }
}

extension OracleCall {
  /// As an event of CloudTrail.
  var json: String {
    let name = word == .added ? "AuthorizeSecurityGroupIngress" : "RevokeSecurityGroupIngress"
    let refusal = isRefused ? #","errorCode":"Client.UnauthorizedOperation""# : ""
    return """
      {"eventVersion":"1.09","eventID":"call-\(number)","eventTime":"\(at)","readOnly":false,\
      "eventSource":"ec2.amazonaws.com","eventName":"\(name)","awsRegion":"eu-west-1",\
      "recipientAccountId":"111122223333","userIdentity":\(caller.json)\(refusal),\
      "requestParameters":{"groupId":"\(group)","ipPermissions":{"items":[\(permission)]}}}
      """
  }

  private var permission: String {
    let fields = rule.fields
    var parts = [#""ipProtocol":"\#(fields["IpProtocol"]?.plain ?? "")""#]
    for (field, name) in [("FromPort", "fromPort"), ("ToPort", "toPort")] {
      if let value = fields[field] { parts.append("\"\(name)\":\(value.plain)") }
    }
    let source = fields["source"]?.plain ?? ""
    let description = fields["Description"].map { #","description":"\#($0.plain)""# } ?? ""
    let (list, field) =
      source.hasPrefix("sg-")
      ? ("groups", "groupId")
      : source.contains(":") ? ("ipv6Ranges", "cidrIpv6") : ("ipRanges", "cidrIp")
    parts.append(
      #""\#(list)":{"items":[{"\#(field)":"\#(source)"\#(description)}]}"#)
    return "{" + parts.joined(separator: ",") + "}"
  }
}

extension OracleEdit {
  /// The edit with what calls tell of it. "Of an edit with an exact call the second of that call counts";
  /// otherwise it was one of those who wrote there in that time.
  func told(by calls: [OracleCall]) -> OracleEdit {
    let touching = calls.filter {
      !$0.isRefused && $0.group == id && $0.at > after && $0.at <= until
    }
    var edit = self
    if let call = touching.last(where: { $0.makes(self.edit) }) {
      edit.callers = [call.caller]
      edit.after = max(after, Timestamp(microseconds: call.at.microseconds - 1))
      edit.until = min(until, Timestamp(microseconds: call.at.microseconds + 999_999))
    } else {
      let there = touching.filter { call in
        zip(self.edit.path, [.key("IpPermissions"), .member(call.label)]).allSatisfy { $0 == $1 }
      }
      edit.callers = Set(there.map(\.caller))
    }
    return edit
  }
}

extension OracleCall {
  fileprivate func makes(_ edit: TreeEdit) -> Bool {
    edit.word == word && edit.value == rule
      && edit.path == [.key("IpPermissions"), .member(label)]
  }
}

extension OracleWriter {
  /// Calls that did some of what is planned, within a time, and now and then one that was refused.
  mutating func calls(after: Timestamp, until: Timestamp, from number: Int) -> [OracleCall] {
    var calls: [OracleCall] = []
    for plan in plans where plan.id.hasPrefix("sg-") && plan.edit.path.count == 2 {
      guard case .key("IpPermissions") = plan.edit.path[0], let rule = plan.edit.value,
        plan.edit.word != .changed, chance(2)
      else { continue }
      let seconds = until.seconds - after.seconds
      calls.append(
        OracleCall(
          number: number + calls.count, group: plan.id, rule: rule, word: plan.edit.word,
          at: after.advanced(bySeconds: Int64.random(in: 1...max(1, seconds - 1), using: &random)),
          caller: pick(OracleCaller.allCases), isRefused: chance(6)))
    }
    return calls
  }
}
