import AuditService
import ChangeDocuments
import ConfigurationModel
import PlumblineTestSupport
import Testing

struct BaselineDocumentTests {
  private var folder: String { testFolder + "/../../Baselines" }

  @Test
  func `the documents that ship read, and what is written of them reads the same`() throws {
    let documents = try GoldenDocument.read(at: folder)
    #expect(documents.count >= 4)
    let text = GoldenDocument.yaml(documents)
    let again = try GoldenDocument.read(text, file: "written.yaml")
    #expect(again.map(Said.init) == documents.map(Said.init))
    #expect(GoldenDocument.yaml(again) == text)
  }

  @Test
  func `a baseline that was exported imports to the same`() throws {
    let first = try TemporaryStore()
    let second = try TemporaryStore()
    _ = try baselines(in: first).set(documents: [folder], by: nil, reason: nil)
    for name in ["account", "web-tier"] {
      let files = try baselines(in: first, name).export()
      #expect(!files.isEmpty)
      for (file, text) in files {
        let path = try second.write(text, to: "\(name)/\(file)")
        _ = try baselines(in: second, name).set(
          documents: [path], by: "ada", reason: "the same")
      }
      #expect(try baselines(in: second, name).export().map(\.text) == files.map(\.text))
    }
  }

  private func baselines(in store: TemporaryStore, _ name: String = "default") -> ManageBaselines {
    ManageBaselines(store: store.store, name: name, at: Timestamp(seconds: 1_795_200_000))
  }

  /// A document but for its place.
  private struct Said: Equatable {
    let resource: Resource
    let isPartial: Bool
    let configuration: ConfigurationValue
    let baseline: String?

    init(_ document: GoldenDocument) {
      resource = document.resource
      isPartial = document.isPartial
      configuration = document.configuration
      baseline = document.baseline
    }
  }
}
