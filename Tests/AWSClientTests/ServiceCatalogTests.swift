import ConfigurationModel
import Testing

@testable import AWSClient

@Suite struct ServiceCatalogTests {
  @Test func `every generated model is read whole`() {
    #expect(ServiceCatalog.models.count >= 19)
    for (name, model) in ServiceCatalog.models {
      #expect(!model.operations.isEmpty)
      for operation in model.operations.values {
        let references = [operation.input, operation.output].compactMap { $0 }
        for reference in references {
          #expect(model.isWhole(reference), "\(name) \(operation.name)")
        }
      }
    }
  }

  @Test func `every known call is one that reads, or stands in the list of those that write`() {
    var writes: Set<String> = []
    for model in ServiceCatalog.models.values {
      for name in model.operations.keys where !ServiceCatalog.isRead(model.signingName, name) {
        writes.insert("\(model.signingName):\(name)")
      }
    }
    #expect(writes == Set(AWSWrite.allCases.map(\.rawValue)))
  }

  @Test func `the list of calls that write is this, and no longer`() {
    #expect(
      AWSWrite.allCases.map(\.rawValue) == [
        "sns:Publish", "sqs:ReceiveMessage", "sqs:DeleteMessageBatch",
        "sqs:ChangeMessageVisibilityBatch",
      ])
    #expect(
      AWSWrite.allCases.map(\.action) == [
        "sns:Publish", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility",
      ])
  }

  @Test(arguments: AWSWrite.allCases)
  func `a call that writes is refused unless it says by name that it does`(write: AWSWrite) throws {
    let plain = AWSRequest(write.service, write.operation, region: "eu-west-1")
    #expect(throws: Problem.self) { try ServiceCatalog.call(plain) }
    let named = AWSRequest(writing: write, region: "eu-west-1", [:])
    #expect(try ServiceCatalog.call(named).1.name == write.operation)
    #expect(
      try ServiceCatalog.call(named.with("A", .null).at(region: "x")).1.name == write.operation)
  }

  @Test(arguments: [
    ("ec2", "AuthorizeSecurityGroupIngress"), ("ec2", "RunInstances"), ("iam", "CreateUser"),
    ("iam", "PutGroupPolicy"), ("s3", "DeleteBucket"), ("ec2", "Describer"), ("ec2", "describe"),
    ("ec2", "Get"), ("iam", "GetawayDelete"), ("iam", "AssumeRole"), ("sts", "assumeRole"),
    ("iam", "BatchDelete"), ("x", ""),
  ])
  func `an operation that may change something is no read`(service: String, name: String) {
    #expect(!ServiceCatalog.isRead(service, name))
  }

  @Test(arguments: ["DescribeRegions", "GetUser", "ListRoles", "LookupEvents", "BatchGetX"])
  func `an operation that reads is one`(name: String) {
    #expect(ServiceCatalog.isRead("ec2", name))
  }

  @Test func `a role may be taken on with sts alone`() {
    #expect(ServiceCatalog.isRead("sts", "AssumeRole"))
    #expect(ServiceCatalog.isRead("sts", "AssumeRoleWithWebIdentity"))
  }

  @Test func `a call is found by the API's and by the CLI's names`() throws {
    let request = AWSRequest("s3api", "get-bucket-policy", region: "eu-west-1")
    #expect(try ServiceCatalog.call(request).1.name == "GetBucketPolicy")
    #expect(ServiceCatalog.knows("s3", "GetBucketPolicy"))
    #expect(!ServiceCatalog.knows("s3", "DeleteBucket"))
  }

  @Test func `an unknown call is a problem`() {
    let request = AWSRequest("ec2", "terminate-instances", region: "eu-west-1")
    #expect { try ServiceCatalog.call(request) } throws: {
      ($0 as? Problem)?.code == "aws-operation-unknown"
    }
  }
}

extension ServiceModel {
  /// Whether everything that the shape refers to is there.
  fileprivate func isWhole(_ reference: ShapeReference) -> Bool {
    var seen: Set<ShapeReference> = []
    var open = [reference]
    while let next = open.popLast() {
      guard case .named = next, seen.insert(next).inserted else { continue }
      switch shape(next) {
      case .list(let list): open.append(list.element)
      case .map(let map): open.append(map.value)
      case .structure(let structure): open += structure.members.map(\.shape)
      case nil: return false
      }
    }
    return true
  }
}
