import ConfigurationModel

/// The way to the network that environment and profile set: proxies, and whose certificates are trusted.
package struct NetworkSettings: Hashable, Sendable {
  /// For addresses of `http` and `https`.
  private let plainProxy: ProxyAddress?
  private let secureProxy: ProxyAddress?
  private let bypass: ProxyBypass
  /// The certificates that are trusted, as PEM; nil for those of the system.
  let authorities: Authorities?

  /// Certificates with the path that they come from.
  struct Authorities: Hashable, Sendable {
    let path: String
    let pem: [UInt8]
  }

  /// Straight to every host, trusting what the system trusts.
  package static let direct = NetworkSettings()

  private init() {
    (plainProxy, secureProxy, authorities) = (nil, nil, nil)
    bypass = ProxyBypass("")
  }

  /// Reads `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY` (the lower-case spelling goes first, as in curl and Python),
  /// and `AWS_CA_BUNDLE` or `ca_bundle`. Throws `aws-proxy-invalid` and `aws-ca-bundle-invalid`.
  ///
  /// - Parameter file: The bytes of a file, `~` being the home folder; nil where it cannot be read.
  init(_ settings: ClientSettings, file: (String) -> [UInt8]?) throws(Problem) {
    plainProxy = try Self.proxy("http_proxy", settings.variables)
    secureProxy = try Self.proxy("https_proxy", settings.variables)
    bypass = ProxyBypass(Self.variable("no_proxy", settings.variables)?.text ?? "")
    guard let (path, place) = settings.text("AWS_CA_BUNDLE", "ca_bundle") else {
      authorities = nil
      return
    }
    guard let pem = file(path) else {
      throw .authoritiesInvalid(place, path, "it is not there, or cannot be read")
    }
    authorities = Authorities(path: path, pem: pem)
  }

  private static func proxy(_ name: String, _ variables: [String: String]) throws(Problem)
    -> ProxyAddress?
  {
    guard let (text, place) = variable(name, variables), !text.isEmpty else { return nil }
    return try ProxyAddress(text, in: place)
  }

  private static func variable(_ name: String, _ variables: [String: String]) -> (
    text: String, place: String
  )? {
    // A web server gives HTTP_PROXY to its programs where a caller sends the header Proxy (CVE-2016-5385).
    let names = variables["REQUEST_METHOD"] == nil ? [name, name.uppercased()] : [name]
    return names.lazy.compactMap { name in variables[name].map { ($0, name) } }.first
  }

  /// The proxy that an address is called through; nil where it is called directly, as what is sent in clear to this
  /// machine always is: on its way to a proxy others would read it.
  func proxy(scheme: String, authority: String) -> ProxyAddress? {
    let proxy = scheme == "https" ? secureProxy : plainProxy
    guard let proxy, let (host, port) = HostName.split(authority[...]) else { return nil }
    if scheme != "https", Self.thisMachine.covers(host: host, port: 0) { return nil }
    let isBypassed = bypass.covers(host: host, port: port ?? (scheme == "https" ? 443 : 80))
    return isBypassed ? nil : proxy
  }

  private static let thisMachine = ProxyBypass("localhost 127.0.0.0/8 [::1]")

  /// The proxy of encrypted addresses.
  var tunnel: ProxyAddress? { secureProxy }

  /// What differs from the direct way, for people; never a name or password.
  package var words: [String] {
    var words: [String] = []
    if let secureProxy { words.append("https through the proxy \(secureProxy)") }
    if let plainProxy { words.append("http through the proxy \(plainProxy)") }
    if let authorities { words.append("trusts the authorities of \(authorities.path)") }
    return words
  }
}

extension Problem {
  static func authoritiesInvalid(_ place: String, _ path: String, _ reason: String) -> Problem {
    Problem(
      "aws-ca-bundle-invalid", "\(place) names the file '\(path)': \(reason).",
      hint: "Name a file of certificates in PEM form, as `openssl x509` prints them.")
  }
}
