import ConfigurationDiff
import ConfigurationModel
import ResourceKinds
import SnapshotSources
import Testing

private let folder = "111122223333/eu-west-1/"
private let buckets = #"{"Buckets":[{"Name":"my.logs"},{"Name":"other"}]}"#

extension ReadImport {
  fileprivate func body(_ id: String) -> String? {
    items.first { $0.resource.id.id == id }.flatMap { item in
      guard case .rewritten(let value) = item.body else { return nil }
      return value.canonicalJSON
    }
  }
}

@Suite struct PartTests {
  @Test(arguments: [
    "s3-get-bucket-policy/my.logs", "s3/get-bucket-policy__my_logs.json",
    "s3-get-bucket-policy/my%2Elogs", "s3api-get-bucket-policy__my.logs.json",
  ])
  func `an answer about one bucket becomes a part of it`(name: String) throws {
    let read = try Fixture([
      folder + "s3-list-buckets.json": buckets, folder + name: #"{"Policy":"{\"Statement\":[]}"}"#,
    ]).read(kinds: .ownBuckets)
    #expect(read.codes == [])
    #expect(read.unreadParts.isEmpty)
    #expect(read.body("my.logs") == #"{"Name":"my.logs","Policy":"{\"Statement\":[]}"}"#)
    #expect(read.body("other") == #"{"Name":"other"}"# || read.items.last?.body == .asRead)
  }

  @Test(arguments: [
    ["my-logs": answer], ["my-logs": answer, "my.logs": denied],
    ["my-logs": denied, "my_logs": answer], ["my_logs": answer],
  ])
  func `an answer that may be about another bucket is not this one's`(files: [String: String])
    throws
  {
    let policies = files.map { (folder + "s3-get-bucket-policy/\($0).json", $1) }
    for list in [
      #"{"Name":"my.logs"},{"Name":"my-logs"}"#, #"{"Name":"my-logs"},{"Name":"my.logs"}"#,
    ] {
      let read = try Fixture(
        Dictionary(policies + [(folder + "s3-list-buckets.json", #"{"Buckets":[\#(list)]}"#)]) {
          $1
        }
      ).read(kinds: .ownBuckets)
      let isRead = files["my-logs"] == Self.answer
      #expect(read.body("my.logs") == nil)
      #expect((read.body("my-logs") != nil) == isRead)
    }
  }

  private static let denied = #"{"Error":{"Code":"AccessDenied"}}"#

  @Test(arguments: [
    #"{"Policy":"{\"Statement\":[]}","RevisionId":"1"}"#,
    #"{"Policy":"{\"Statement\":{\"Resource\":\"arn:aws:lambda:eu-west-1:111122223333:function:f\"}}"}"#,
    #"{"Policy":"{\"Statement\":[{\"NotResource\":[\"arn:aws:kms:eu-west-1:1:key/k\"]}]}"}"#,
    #"{"Policy":"{\"Statement\":[{\"Action\":\"kms:*\",\"Resource\":\"*\"}]}"}"#,
    #"{"Policy":"{\"Statement\":[]}","clusters":[],"failures":[]}"#,
    #"{"Policy":"{\"Statement\":[{\"Action\":[\"SQS:Send\",\"sqs:Receive\"]},{\"Action\":\"sqs:x\"}]}"}"#,
  ])
  func `another call's policy is not a bucket's`(answer: String) throws {
    let read = try Fixture([
      folder + "s3-list-buckets.json": buckets, folder + "s3-get-bucket-policy/my.logs": answer,
    ]).read(kinds: .ownBuckets)
    #expect(read.unreadParts.map(\.problem.code) == ["not-an-answer"])
    #expect(read.items.allSatisfy { $0.body == .asRead })
  }

  @Test(arguments: [
    #"{"Policy":"{\"Statement\":[{\"Resource\":\"*\"}]}"}"#,
    #"{"Policy":"{\"Statement\":[{\"Action\":\"*\",\"Resource\":\"*\"}]}"}"#,
    #"{"Policy":"{\"Statement\":[{\"Action\":[\"s3:*\",\"kms:*\"],\"Resource\":\"*\"}]}"}"#,
    #"{"Policy":"{\"Statement\":[]}","Added":1}"#,
    #"{"Policy":"{\"Statement\":[{\"Resource\":[\"arn:aws:s3:::my.logs/*\",\"arn:aws:kms:r:1:key/k\"]}]}"}"#,
  ])
  func `a policy that may be the bucket's is`(answer: String) throws {
    let read = try Fixture([
      folder + "s3-list-buckets.json": buckets, folder + "s3-get-bucket-policy/my.logs": answer,
    ]).read(kinds: .ownBuckets)
    #expect(read.codes == [] && read.unreadParts.isEmpty)
    #expect(read.body("my.logs")?.contains("Policy") == true)
  }

  @Test(arguments: [(#""RevisionId":"1""#, true), (#""Another":"1""#, false)])
  func `a function's policy has a revision`(beside: String, isRead: Bool) throws {
    let read = try Fixture([
      folder + "lambda-list-functions.json":
        #"{"Functions":[{"FunctionName":"f","FunctionArn":"arn:aws:lambda:eu-west-1:111122223333:function:f","CodeSha256":"x","MemorySize":128,"Role":"r","Timeout":3}]}"#,
      folder + "lambda-get-policy/f.json": #"{"Policy":"{\"Statement\":[]}",\#(beside)}"#,
    ]).read()
    #expect(read.unreadParts.map(\.problem.code) == (isRead ? [] : ["not-an-answer"]))
  }

  @Test(arguments: [
    (none, []), (none + answer, ["invalid-json"]),
    (answer + none, ["invalid-json"]), (none + "\n" + answer + "\n", ["invalid-json"]),
    (answer + answer, ["invalid-json"]),
  ])
  func `an answer beside the words that there is none is neither`(text: String, codes: [String])
    throws
  {
    let read = try Fixture([
      folder + "s3-list-buckets.json": buckets, folder + "s3-get-bucket-policy/my.logs": text,
    ]).read(kinds: .ownBuckets)
    #expect(read.unreadParts.map(\.problem.code) == codes)
    #expect(read.body("my.logs") == (codes.isEmpty ? #"{"Name":"my.logs","Policy":null}"# : nil))
  }

  private static let answer = #"{"Policy":"{\"Statement\":[]}"}"#
  private static let none =
    "An error occurred (NoSuchBucketPolicy) when calling the GetBucketPolicy operation: There is none"

  @Test(arguments: [
    ("get-bucket-policy", #"{"Policy":null}"#, true),
    ("get-bucket-tagging", #"{"TagSet":null}"#, true),
    ("get-bucket-acl", #"{"Owner":{"ID":"o"},"Grants":null}"#, true),
    ("get-bucket-logging", #"{"LoggingEnabled":null}"#, true),
    ("get-bucket-location", #"{"LocationConstraint":null}"#, false),
  ])
  func `null is no answer, but of the call that says none by it`(
    call: String, text: String, isUnread: Bool
  ) throws {
    let read = try Fixture([
      "111122223333/eu-west-1/s3api-list-buckets.json": #"{"Buckets":[{"Name":"b"}]}"#,
      "111122223333/eu-west-1/s3api-\(call)/b.json": text,
    ]).read(kinds: ResourceKind.all)
    #expect(read.unreadParts.isEmpty == !isUnread)
  }

  @Test func `that there is none is known, that it could not be read is not`() throws {
    let read = try Fixture([
      folder + "s3-list-buckets.json": buckets,
      folder + "s3-get-bucket-policy/my.logs": #"{"Error":{"Code":"NoSuchBucketPolicy"}}"#,
      folder + "s3-get-bucket-policy/other": #"{"Error":{"Code":"AccessDenied"}}"#,
      folder + "s3-get-bucket-versioning/other": "",
    ]).read(kinds: .ownBuckets)
    #expect(read.body("my.logs") == #"{"Name":"my.logs","Policy":null}"#)
    #expect(read.items.last?.body == .asRead)
    #expect(read.unreadParts.map(\.field) == ["Policy", "Versioning"])
    #expect(read.unreadParts.map(\.problem.code) == ["call-failed", "empty-file"])
  }

  @Test func `an answer that failed tells its call, its error and its request`() throws {
    let read = try Fixture([
      folder + "s3-list-buckets.json": buckets,
      folder + "s3-get-bucket-policy/other": #"""
      {"Error":{"Code":"AccessDenied","Operation":"s3:GetBucketPolicy","RequestId":"R1"}}
      """#,
      folder + "s3-get-bucket-versioning/other": #"""
      {"Error":{"Code":"SlowDown"},"ResponseMetadata":{"RequestId":"R2"}}
      """#,
    ]).read(kinds: .ownBuckets)
    let problems = Dictionary(uniqueKeysWithValues: read.unreadParts.map { ($0.field, $0.problem) })
    #expect(
      problems["Policy"]?.message
        == "The call 's3:GetBucketPolicy' was answered with the error 'AccessDenied', request R1.")
    #expect(problems["Policy"]?.hint == "Repeat the call with the permission it needs.")
    #expect(
      problems["Versioning"]?.message
        == "The call was answered with the error 'SlowDown', request R2.")
    #expect(problems["Versioning"]?.hint == "Repeat the call.")
  }

  @Test func `a user on two pages is in a group once`() throws {
    let page =
      #"{"UserDetailList":[{"UserName":"ann","GroupList":["Admins"]}],"GroupDetailList":[{"GroupName":"Admins"}],"RoleDetailList":[],"Policies":[]"#
    let name = folder + "iam-get-account-authorization-details"
    let read = try Fixture([
      name + "_1.json": page + #","IsTruncated":true,"Marker":"m"}"#, name + "_2.json": page + "}",
    ]).read()
    #expect(read.body("Admins") == #"{"GroupName":"Admins","Users":[{"UserName":"ann"}]}"#)
  }

  @Test func `the parts of one folder are not another's`() throws {
    let read = try Fixture([
      folder + "s3-list-buckets.json": buckets,
      "999900001111/eu-west-1/s3-get-bucket-policy/my.logs": #"{"Policy":"{\"Statement\":[]}"}"#,
    ]).read(kinds: .ownBuckets)
    #expect(read.items.allSatisfy { $0.body == .asRead })
  }

  @Test func `groups get their users from the authorization details`() throws {
    let read = try Fixture([
      folder + "iam-get-account-authorization-details.json": #"""
      {"GroupDetailList":[{"GroupName":"Admins","GroupId":"AGPA1","Arn":"arn:aws:iam::111122223333:group/Admins"},
         {"GroupName":"Empty","GroupId":"AGPA2"}],
       "UserDetailList":[{"UserName":"bob","GroupList":["Admins"]},{"UserName":"ann","GroupList":["Admins"]},
         {"UserName":"eve","GroupList":[]}],
       "RoleDetailList":[{"RoleName":"r"}],
       "Policies":[{"PolicyName":"p","Arn":"arn:aws:iam::111122223333:policy/p"}],"IsTruncated":false}
      """#
    ]).read()
    #expect(read.codes == [])
    #expect(
      read.body("Admins")?.contains(#""Users":[{"UserName":"ann"},{"UserName":"bob"}]"#) == true)
    #expect(read.body("Empty")?.contains(#""Users":[]"#) == true)
    #expect(read.items.count == 7)
    #expect(read.items.allSatisfy { $0.resource.id.region == Scope.global })
  }

  @Test func `truncated authorization details leave all four scopes unread`() throws {
    let read = try Fixture([
      folder + "iam-get-account-authorization-details.json": #"""
      {"UserDetailList":[],"GroupDetailList":[{"GroupName":"a"}],"RoleDetailList":[],"Policies":[],
       "IsTruncated":true,"Marker":"m"}
      """#
    ]).read()
    #expect(read.readings.count == 4)
    #expect(read.readings.allSatisfy { $0.hasSuffix("unread unread-page") })
    #expect(read.body("a") == nil)
  }

  @Test func `a list that an answer lacks was not read`() throws {
    let read = try Fixture([
      folder + "iam-get-account-authorization-details.json": #"{"UserDetailList":[]}"#
    ]).read()
    #expect(read.readings.filter { $0.hasSuffix("unread missing-member") }.count == 3)
    #expect(read.readings.contains("111122223333 global AWS::IAM::User: read 0"))
  }

  @Test(arguments: [(#","IsTruncated":true,"Marker":"m""#, true), ("lost", false)])
  func `users on another page belong to their groups too, unless a page is lost`(
    token: String, isWhole: Bool
  ) throws {
    let first =
      #"{"UserDetailList":[],"GroupDetailList":[{"GroupName":"Admins"}],"RoleDetailList":[],"Policies":[]"#
    let second =
      #"{"UserDetailList":[{"UserName":"ann","GroupList":["Admins"]}],"GroupDetailList":[],"RoleDetailList":[],"Policies":[]"#
    let open = #","IsTruncated":true,"Marker":"m""#
    let name = folder + "iam-get-account-authorization-details"
    let read = try Fixture([
      name + "_1.json": first + (isWhole ? token : open) + "}",
      name + "_2.json": second + (isWhole ? "" : open) + "}",
    ]).read()
    let users = #"{"GroupName":"Admins","Users":[{"UserName":"ann"}]}"#
    #expect(read.body("Admins") == (isWhole ? users : nil))
    #expect(read.readings.allSatisfy { $0.contains("unread") != isWhole })
  }

  @Test(arguments: [
    ["_1": open, "_3": ""], ["_2": ""], ["_1": "", "_2": open], ["": #","Errors":["e"]"#],
  ])
  func `who is in a group is not known where its listing lacks a page or is no whole answer`(
    pages: [String: String]
  ) throws {
    let name = folder + "iam-get-account-authorization-details"
    let files = pages.map { page, rest in
      (
        name + page + ".json",
        #"{"UserDetailList":[],"GroupDetailList":[{"GroupName":"Admins"}],"RoleDetailList":[],"Policies":[]\#(rest)}"#
      )
    }
    let read = try Fixture(Dictionary(files) { $1 }).read()
    #expect(!read.items.isEmpty)
    #expect(read.items.allSatisfy { $0.body == .asRead }, "\(read.body("Admins") ?? "")")
    #expect(read.readings.allSatisfy { $0.contains("unread") }, "\(read.readings)")
  }

  @Test(arguments: [
    "null", #""System.Object[]""#, #"["@{UserName=ann}"]"#, "[null]",
    #"[{"GroupList":["Admins"]}]"#,
    #"[{"UserName":"ann","GroupList":[null]}]"#, #"[{"UserName":"ann","GroupList":[{}]}]"#,
  ])
  func `who is in a group is not known where a user does not say it`(users: String) throws {
    let read = try Fixture([
      folder + "iam-get-account-authorization-details.json":
        #"{"UserDetailList":\#(users),"GroupDetailList":[{"GroupName":"Admins"}],"RoleDetailList":[],"Policies":[]}"#
    ]).read()
    let admins = read.items.first { $0.resource.id.id == "Admins" }
    #expect(admins?.body == .asRead, "\(read.body("Admins") ?? "")")
  }

  private static let open = #","IsTruncated":true,"Marker":"m""#

  @Test func `a part without its listing is said to be lost`() throws {
    let read = try Fixture([folder + "s3-get-bucket-policy/b": #"{"Policy":"{\"Statement\":[]}"}"#])
      .read(
        kinds: .ownBuckets)
    #expect(read.unreadParts.map(\.problem.code) == ["part-without-listing"])
  }
}
