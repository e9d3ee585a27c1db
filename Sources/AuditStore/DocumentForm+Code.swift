import ConfigurationModel

extension DocumentForm {
  /// The number that stands in `version.form`.
  var code: Int {
    switch self {
    case .cli: 0
    case .config: 1
    case .document: 2
    }
  }

  init(code: Int) {
    switch code {
    case 0: self = .cli
    case 1: self = .config
    default: self = .document
    }
  }
}
