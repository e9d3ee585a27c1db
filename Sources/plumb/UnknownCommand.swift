import ArgumentParser

/// A word in the place of a command that is none, with the commands of that place.
struct UnknownCommand {
  let word: String
  let path: [String]
  let known: [String]

  /// The first such word; nil where every word in the place of a command is one.
  static func first(in arguments: [String]) -> UnknownCommand? {
    var place: any ParsableCommand.Type = Plumb.self
    var path = ["plumb"]
    for argument in arguments {
      let known = commands(of: place)
      guard !known.isEmpty, !argument.hasPrefix("-"), argument != "help" else { return nil }
      guard let next = known[argument] else {
        return UnknownCommand(word: argument, path: path, known: known.keys.sorted())
      }
      place = next
      path.append(argument)
    }
    return nil
  }

  private static func commands(of command: any ParsableCommand.Type) -> [String:
    any ParsableCommand.Type]
  {
    var commands: [String: any ParsableCommand.Type] = [:]
    for subcommand in command.configuration.subcommands {
      if let name = subcommand.configuration.commandName { commands[name] = subcommand }
    }
    return commands
  }

  /// The error of the command line, with the nearest command where one is near.
  var error: ValidationError {
    let place = path.joined(separator: " ")
    let nearest = known.map { (name: $0, distance: word.distance(to: $0)) }
      .min { $0.distance < $1.distance }
    guard let nearest, nearest.distance <= max(1, word.count / 3) else {
      return ValidationError(
        "Unknown command '\(word)'. '\(place)' knows: \(known.joined(separator: ", ")).")
    }
    return ValidationError("Unknown command '\(word)'. Did you mean '\(place) \(nearest.name)'?")
  }
}

extension String {
  /// How many letters must be added, taken away, replaced, or exchanged with their neighbour, to make the
  /// other word of this one.
  fileprivate func distance(to other: String) -> Int {
    let (left, right) = (Array(self), Array(other))
    var rows = [Array(0...right.count)]
    for i in left.indices {
      var row = [i + 1]
      for j in right.indices {
        var best = Swift.min(
          rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          best = Swift.min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[left.count][right.count]
  }
}
