/// Who did something and why, as the end of a phrase: ` by ops (kept a year)`; of what is not known nothing.
func doneBy(_ actor: String?, _ reason: String?) -> String {
  (actor.map { " by \($0)" } ?? "") + (reason.map { " (\($0))" } ?? "")
}
