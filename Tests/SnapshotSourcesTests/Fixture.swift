import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import FoundationEssentials
import ResourceKinds
import SnapshotSources

/// A temporary folder of files, removed with the fixture.
final class Fixture {
  let folder: String

  init(_ files: [String: String] = [:]) throws {
    folder = FileManager.default.temporaryDirectory.path + "/sources-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, text) in files { try write(Array(text.utf8), to: name) }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func write(_ bytes: [UInt8], to name: String) throws {
    let path = "\(folder)/\(name)"
    if let slash = path.lastIndex(of: "/") {
      try FileManager.default.createDirectory(
        atPath: String(path[..<slash]), withIntermediateDirectories: true)
    }
    try Data(bytes).write(to: URL(filePath: path))
  }

  func read(options: SourceOptions = SourceOptions(), kinds: [ResourceKind] = .tested) -> ReadImport
  {
    ReadImport([folder], options: options, kinds: kinds)
  }
}

/// A user as `iam list-users` gives it.
func listedUser(_ name: String) -> String {
  #"{"UserName":"\#(name)","UserId":"AIDA\#(name)","Path":"/","Arn":"arn:aws:iam::111122223333:user/\#(name)","CreateDate":"2026-01-01T00:00:00Z"}"#
}

/// A role as `iam list-roles` gives it.
func listedRole(_ name: String, trusts policy: String) -> String {
  #"{"RoleName":"\#(name)","RoleId":"AROA\#(name)","Path":"/","Arn":"arn:aws:iam::111122223333:role/\#(name)","CreateDate":"2026-01-01T00:00:00Z","AssumeRolePolicyDocument":\#(policy)}"#
}

/// All that an import gives.
struct ReadImport {
  let plan: SnapshotPlan
  let items: [IdentifiedItem]
  var ends: [Int: FileEnd] = [:]
  let refusals: [Problem]
  let conclusion: ScopeLedger.Conclusion
  let unreadParts: [UnreadPart]

  init(_ paths: [String], options: SourceOptions = SourceOptions(), kinds: [ResourceKind] = .tested)
  {
    plan = SnapshotPlan(paths, options: options, kinds: kinds)
    let reader = SnapshotReader(plan)
    var ledger = ScopeLedger(plan)
    var items: [IdentifiedItem] = []
    var refusals: [Problem] = []
    let parser = JSONParser()
    unreadParts = reader.unreadParts
    for file in plan.files {
      let end = try? reader.readItems(file) { raw in
        do throws(Problem) {
          for item in try raw.identified(by: parser) {
            items.append(item)
            ledger.note(item, in: file)
          }
        } catch {
          refusals.append(error)
          ledger.refuse(error, in: file)
        }
      }
      ends[file.index] = end
      if let end { ledger.finish(file, end) }
    }
    self.items = items
    self.refusals = refusals
    conclusion = ledger.conclusion
  }

  /// Every problem's code, in order.
  var codes: [String] {
    (plan.problems + conclusion.problems + conclusion.refused).map(\.code)
      + ends.sorted { $0.key < $1.key }.compactMap(\.value.failure)
      .filter { !conclusion.problems.contains($0) }.map(\.code)
  }

  /// `account region type id` of every item, in order.
  var resources: [String] { items.map { $0.resource.id.description } }

  var readings: [String] {
    conclusion.readings.sorted { $0.key < $1.key }.map { scope, reading in
      switch reading {
      case .read(let count): "\(scope): read \(count)"
      case .seen(let count): "\(scope): seen \(count)"
      case .unread(let problem): "\(scope): unread \(problem.code)"
      }
    }
  }

  var skipped: [(path: String, reason: String)] {
    plan.files.compactMap { file in
      guard case .skipped(let reason) = file.role else { return nil }
      return (file.path, reason)
    }
  }
}

extension [ResourceKind] {
  /// The known kinds, and small ones of the tests' own for types that have none.
  static var tested: [ResourceKind] {
    let known = Set(ResourceKind.all.map(\.type))
    return ResourceKind.all + ResourceKind.own.filter { !known.contains($0.type) }
  }
}

extension ResourceKind {
  fileprivate static let own: [ResourceKind] = [
    ResourceKind(
      "AWS::IAM::User", isGlobal: true, listings: [Listing("iam", "list-users", "Users")],
      identity: Identity(id: ["UserName"], arn: "Arn", incarnation: "UserId"), rules: []),
    ResourceKind(
      "AWS::IAM::Group", isGlobal: true, listings: [Listing("iam", "list-groups", "Groups")],
      identity: Identity(id: ["GroupName"], arn: "Arn", incarnation: "GroupId"), rules: []),
    ResourceKind(
      "AWS::IAM::Role", isGlobal: true, listings: [Listing("iam", "list-roles", "Roles")],
      identity: Identity(id: ["RoleName"], arn: "Arn"), rules: []),
    ResourceKind(
      "AWS::IAM::Policy", isGlobal: true,
      listings: [Listing("iam", "list-policies", "Policies")],
      identity: Identity(id: ["Arn"], name: ["PolicyName"], arn: "Arn"), rules: []),
    ResourceKind(
      "AWS::EC2::Instance",
      listings: [Listing("ec2", "describe-instances", "Reservations", within: "Instances")],
      identity: Identity(id: ["InstanceId"], owner: "OwnerId"), rules: []),
    ResourceKind(
      "AWS::S3::Bucket", isGlobal: true, listings: [Listing("s3api", "list-buckets", "Buckets")],
      details: [
        Detail(
          "s3api", "get-bucket-policy", parameter: "bucket", field: "Policy", member: "Policy",
          absent: [.init("NoSuchBucketPolicy")]),
        Detail("s3api", "get-bucket-versioning", parameter: "bucket", field: "Versioning"),
      ],
      identity: Identity(id: ["Name"], arn: "BucketArn"), rules: []),
    ResourceKind(
      "AWS::CloudTrail::Trail",
      listings: [Listing("cloudtrail", "describe-trails", "trailList")],
      identity: Identity(id: ["TrailARN"], name: ["Name"], arn: "TrailARN"), rules: []),
  ]
}

extension [ResourceKind] {
  /// The tests' own kinds alone.
  static var ownBuckets: [ResourceKind] { ResourceKind.own }
}
