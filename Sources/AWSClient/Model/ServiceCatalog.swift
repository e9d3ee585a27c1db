import ConfigurationJSON
import ConfigurationModel

/// All services that the program can speak to.
package enum ServiceCatalog {
  /// By the CLI's and botocore's names.
  static let models: [String: ServiceModel] = {
    var models: [String: ServiceModel] = [:]
    for (name, text) in ShapeTexts.all {
      guard let value = try? ConfigurationValue(json: text),
        let model = ServiceModel(name: name, value)
      else { preconditionFailure("The generated shapes of \(name) cannot be read.") }
      models[name] = model
    }
    return models
  }()

  /// Whether the program knows the shapes of this call: `ec2`, `describe-regions`.
  package static func knows(_ service: String, _ operation: String) -> Bool {
    models[service]?.operation(operation) != nil
  }

  /// The API's name of an operation that is known: `DescribeRegions`.
  package static func name(_ service: String, _ operation: String) -> String? {
    models[service]?.operation(operation)?.name
  }

  /// The model and operation of a request.
  static func call(_ request: AWSRequest) throws(Problem) -> (ServiceModel, OperationModel) {
    guard let model = models[request.service], let operation = model.operation(request.operation)
    else { throw .unknownOperation(request) }
    let isNamed = request.write.map { write in
      write.service == model.signingName && write.operation == operation.name
    }
    guard isNamed ?? isRead(model.signingName, operation.name) else {
      throw .operationRefused(request)
    }
    return (model, operation)
  }

  /// Whether an operation changes nothing: its name says that it reads, or it gives the caller
  /// credentials. `service` is the name that is signed.
  package static func isRead(_ service: String, _ name: String) -> Bool {
    let verbs = ["Describe", "Get", "List", "Lookup", "Search", "Select", "BatchGet"]
    return service == "sts" && name.hasPrefix("AssumeRole")
      || service == "sso-oauth" && name == "CreateToken"
      || verbs.contains { verb in
        name.hasPrefix(verb) && name.dropFirst(verb.count).first?.isUppercase ?? false
      }
  }
}
