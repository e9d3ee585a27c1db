import AWSTestSupport
import ConfigurationModel
import PlumblineTestSupport
import Testing

@testable import AWSClient

@Suite struct RequestBuildingTests {
  private static let aliases: Set<String> = ["s3api", "configservice"]

  @Test(.enabled(if: Moto.program != nil), .timeLimit(.minutes(60)), arguments: 1...4)
  func `random requests of every call are what botocore sends`(seed: Int) async throws {
    let calls = ServiceCatalog.models.filter { !Self.aliases.contains($0.key) }.flatMap {
      name, model in model.operations.keys.map { "\(name):\($0)" }
    }.sorted()
    let output = try await Moto.python(
      "requests.py", ["\(seed)"] + calls, ["TZ": "UTC", "PYTHONHASHSEED": "0"])
    let cases = try #require(try fixture(String(decoding: output, as: UTF8.self)).members)
    #expect(cases.count == calls.count && cases.count > 100)
    for each in cases { try Self.expectSame(each) }
  }

  private static func expectSame(_ each: ConfigurationValue) throws {
    let service = try #require(each["service"]?.string)
    let model = try #require(ServiceCatalog.models[service])
    let operation = try #require(each["operation"]?.string.flatMap(model.operation))
    guard case .object(let parameters)? = each["parameters"] else { return }
    let endpoint = try #require(
      Endpoint(address: "http://h", signingRegion: "r", signingName: model.signingName))
    let request = try model.httpRequest(operation, parameters, at: endpoint)
    let name = Comment("\(service) \(operation.name) \(each["parameters"]?.canonicalJSON ?? "")")
    #expect(request.method == each["method"]?.string, name)
    let sides = (each["url"]?.string ?? "").split(separator: "?", maxSplits: 1)
    #expect(request.path == sides.first.map(String.init), name)
    let query = request.query.map { "\($0.name)=\($0.value)" }.sorted()
    #expect(query == (sides.count > 1 ? pairs(sides[1]) : []), name)
    let body = each["body"]?.string ?? ""
    switch model.wire {
    case .ec2, .query: #expect(pairs(request.text[...]) == pairs(body[...]), name)
    case .json, .restJSON, .restXML:
      #expect(
        (try? fixture(request.text))?.canonicalJSON == (try? fixture(body))?.canonicalJSON, name)
    }
  }

  /// The decoded fields of a query or form, in order.
  private static func pairs(_ text: Substring) -> [String] {
    text.split(separator: "&").map { field in
      let decoded = String(field.replacing("+", with: " ")).percentDecoded
      return decoded.contains("=") ? decoded : decoded + "="
    }.sorted()
  }

  @Test func `a parameter that a call does not have is a problem`() throws {
    let model = try #require(ServiceCatalog.models["iam"])
    let operation = try #require(model.operation("get-group"))
    let endpoint = try #require(
      Endpoint(address: "http://h", signingRegion: "r", signingName: "iam"))
    #expect { try model.httpRequest(operation, ["group": .string("x")], at: endpoint) } throws: {
      ($0 as? Problem)?.code == "aws-parameter-unknown"
    }
  }

  @Test func `a parameter of the address that is missing is a problem`() throws {
    let model = try #require(ServiceCatalog.models["s3"])
    let operation = try #require(model.operation("get-bucket-policy"))
    let endpoint = try #require(
      Endpoint(address: "http://h", signingRegion: "r", signingName: "s3"))
    #expect { try model.httpRequest(operation, [:], at: endpoint) } throws: {
      ($0 as? Problem)?.code == "aws-parameter-missing"
    }
  }
}
