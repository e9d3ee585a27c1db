import ConfigurationModel
import Foundation

/// The files and connections that this process may have open.
enum Descriptors {
  /// What the work needs at most, with room for what nobody counted: a connection for each call at a time,
  /// the status page's, the store's and the exports' files.
  private static let enough: rlim_t = 65_536
  private static let least: rlim_t = 128

  /// Raises the limit to the one that the system allows. Throws where that is too little to work with:
  /// running out in the midst of work would end the process, because the system's own libraries open files.
  static func raise() throws(Problem) {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    guard limit.rlim_max >= least else { throw .tooFewDescriptors(limit.rlim_max, least) }
    guard limit.rlim_cur < enough else { return }
    limit.rlim_cur = min(limit.rlim_max, enough)
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}

extension Problem {
  fileprivate static func tooFewDescriptors(_ limit: rlim_t, _ least: rlim_t) -> Problem {
    Problem(
      "too-few-descriptors",
      "At most \(limit) files may be open here, and the work needs \(least).",
      hint: "Raise the limit: 'ulimit -n 1024', or LimitNOFILE= in the unit.")
  }
}
