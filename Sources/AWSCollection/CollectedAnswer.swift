import AWSClient
import ConfigurationDiff
package import ConfigurationModel

/// An answer of AWS as the AWS CLI would have printed it into a file of this path.
package struct CollectedAnswer: Hashable, Sendable {
  /// `111122223333/eu-west-1/ec2-describe-security-groups.json`.
  package let path: String
  /// What the file would hold; of a call that was refused an object with the one key `Error`.
  package let value: ConfigurationValue

  /// Makes an answer; `path` has no slash at its beginning.
  package init(path: String, value: ConfigurationValue) {
    self.path = path
    self.value = value
  }

  /// The pages of one listing.
  package struct Listing: Hashable, Sendable {
    /// The folder they stand in: `111122223333/eu-west-1`.
    package let folder: String
    /// What the names of its files begin with: `ec2-describe-security-groups.page`.
    package let prefix: String
    /// The folder of answers about its items one by one: `sqs-get-queue-attributes`.
    package let items: String
  }
}

/// Where the answers of one account and region stand.
struct AnswerFolder: Hashable, Sendable {
  let account: String
  let region: String

  /// Both are checked where they are learnt; encoded, what was forgotten there leaves no folder either.
  private var path: String { "\(account.percentEncoded)/\(region.percentEncoded)" }

  init(_ account: String, _ region: String) {
    self.account = account
    self.region = region
  }

  /// Of a page of a listing, from 1.
  func page(_ page: Int, of listing: ResourceKind.Listing) -> String {
    let pages = self.listing(listing)
    return "\(pages.folder)/\(pages.prefix)\(page).json"
  }

  /// Of a page of a call that is no kind's listing, from 1.
  func path(_ service: String, _ operation: String, page: Int) -> String {
    "\(path)/\(service)-\(operation).page\(page).json"
  }

  func listing(_ listing: ResourceKind.Listing) -> CollectedAnswer.Listing {
    .init(
      folder: path, prefix: "\(listing.service)-\(listing.operation).page",
      items: "\(listing.service)-\(listing.operation)")
  }

  /// Of a call about one resource.
  func path(_ service: String, _ operation: String, of resource: String) -> String {
    "\(path)/\(service)-\(operation)/\(resource.percentEncoded).json"
  }
}

extension ConfigurationValue {
  /// The answer that stands for a call that was refused, as SDKs keep it.
  static func refusal(_ error: any Error, _ request: AWSRequest) -> ConfigurationValue {
    let (code, message, id) =
      switch error {
      case let error as AWSError: (error.code, error.message, error.requestID)
      case let problem as Problem: (problem.code, problem.message, nil as String?)
      default: ("unknown", "\(error)", nil)
      }
    let fields: [String: ConfigurationValue?] = [
      "Code": .string(code), "Message": .string(message),
      "Operation": .string(request.apiOperation),
      "RequestId": id.map { .string($0) },
    ]
    return .object(["Error": .object(fields.compactMapValues { $0 })])
  }
}

extension AWSRequest {
  /// As AWS's documentation writes it: `s3:GetBucketPolicy`.
  var apiOperation: String {
    let name = ServiceCatalog.name(service, operation) ?? operation
    return "\(service == "s3api" ? "s3" : service):\(name)"
  }
}

extension AWSAnswer {
  /// The items under a member, or the one that it is. An answer without it says nothing: that there
  /// are none would be taken for their deletion.
  func items(_ member: String) throws(AWSError) -> [ConfigurationValue] {
    guard let value = value[member] else {
      throw AWSError(
        code: "MalformedResponse", message: "The answer has no '\(member)'.", requestID: requestID,
        status: 200)
    }
    return value.members ?? [value]
  }
}
