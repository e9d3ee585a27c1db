import ConfigurationDiff
import ConfigurationModel
import Foundation
import PlumblineTestSupport
import ResourceKinds
import Synchronization
import Testing

private func files(in folder: String) -> [URL] {
  guard let root = corpus?.appending(path: folder),
    let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
  else { return [] }
  return found.compactMap { $0 as? URL }.filter { !$0.hasDirectoryPath }
    .sorted { $0.path() < $1.path() }
}

extension ConfigurationValue {
  /// Every policy document in this value, at any depth, as object or as text.
  fileprivate var policies: [ConfigurationValue] {
    switch self {
    case .object(let fields):
      (fields["Statement"] != nil ? [self] : [])
        + fields.inKeyOrder.flatMap { $0.value.policies }
    case .list(let values): values.flatMap(\.policies)
    case .string: openedDocument["Statement"] != nil ? [self] : []
    case .null, .bool, .number, .elements: []
    }
  }
}

@Suite(.enabled(if: corpus != nil)) struct `Real policy documents` {
  /// Folders, how many documents they hold, and how many of those are no policies.
  private static let folders = [
    ("cloudsplaining", 72, 0), ("iam-dataset-policy-history", 56, 0), ("c7n-placebo", 93, 0),
    ("fixinventory-aws", 21, 0), ("cloudmapper", 23, 0),
  ]

  @Test(arguments: folders) func `every one is read again and shuffled without an edit`(
    folder: String, count: Int, invalid: Int
  ) throws {
    var random = SeededGenerator(seed: 9)
    let warnings = Mutex(0)
    let context = NormalizationContext(account: "123456789012") { _ in
      warnings.withLock { $0 += 1 }
    }
    let quiet = NormalizationContext(account: "123456789012")
    let rule = NormalizationRule.policy("")
    let documents = files(in: folder).compactMap { try? fixture(Data(contentsOf: $0)) }
      .flatMap(\.policies)
    for document in documents {
      let once = rule.applied(to: document, context)
      #expect(rule.applied(to: try fixture(once.canonicalJSON), quiet) == once)
      for _ in 0..<3 where document.openedDocument["Statement"]?.members != nil {
        let shuffled = document.openedDocument.shuffled(using: &random)
        #expect(rule.applied(to: shuffled, quiet).difference(from: once).isEmpty)
      }
    }
    #expect(documents.count == count)
    #expect(warnings.withLock { $0 } == invalid)
  }
}

@Suite(.enabled(if: corpus != nil)) struct `Real AWS Config items` {
  private static let items: [(String, ResourceType)] = [
    ("c7n-config-cwe/config/s3.json", "AWS::S3::Bucket"),
    ("c7n-config-cwe/config/s3-rep-and-notify.json", "AWS::S3::Bucket"),
    ("aws-config-rdk/example_ci/AWS_S3_Bucket.json", "AWS::S3::Bucket"),
    ("aws-config-rdk/example_ci/AWS_Cloudtrail_Trail.json", "AWS::CloudTrail::Trail"),
    ("aws-config-rdk/example_ci/AWS_KMS_Key.json", "AWS::KMS::Key"),
    ("aws-config-rdk/example_ci/AWS_DynamoDB_Table.json", "AWS::DynamoDB::Table"),
    ("aws-config-rdk/example_ci/AWS_RDS_DBSecurityGroup.json", "AWS::RDS::DBSecurityGroup"),
  ]

  @Test(arguments: items) func `each has its id, is read again, and says nothing is wrong`(
    file: String, type: ResourceType
  ) throws {
    let path = try #require(corpus).appending(path: file)
    let item = try fixture(Data(contentsOf: path))
    var fields: [String: ConfigurationValue] = [:]
    for name in ["configuration", "supplementaryConfiguration", "tags"] {
      fields[name] = item[name]?.openedDocument
    }
    let context = NormalizationContext(account: "1") { Issue.record("\($0)") }
    let kind = ResourceKind.of(type)
    let once = kind.normalized(.object(fields), form: .config, context: context)
    #expect(once.label(fromFirstOf: kind.identity.id) == item["resourceId"]?.string)
    let written = try fixture(once.canonicalJSON)
    #expect(kind.normalized(written, form: .document, context: context) == once)
  }
}
