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
    let kinds = ResourceKind.all.filter { kind in
      types.isEmpty || types.contains { $0.matches(kind.type.name) }
    }
    return JSONTree.value(ReadPermissions(kinds).policy).text + "\n"
  }
}
