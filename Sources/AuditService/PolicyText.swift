import AWSCollection
package import ConfigurationModel
import AuditReport
import ConfigurationDiff
import ResourceKinds

/// The IAM policy that lets the program read types of resources, as a document to be attached.
package struct PolicyText {
  private let types: [Glob]

  /// - Parameter types: Empty for all that can be read live.
  package init(types: [Glob]) { self.types = types }

  package var text: String {
    JSONTree.value(ReadPermissions(ResourceKind.matching(types)).policy).text + "\n"
  }
}
