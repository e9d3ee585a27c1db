/// What a person reads in both files of each pair: checked by hand against the recordings.
extension PairRow {
  static let iam: [PairRow] = [
    PairRow(
      "test_iam_user_remove_boundary", "iam.GetUser", 1, 2,
      ["devbot changed PermissionsBoundary"]),
    PairRow(
      "test_account_password_policy_update_first_time", "iam.GetAccountPasswordPolicy", 1, 2,
      ["PasswordPolicy added"]),
    PairRow(
      "test_iam_group_set_policy", "iam.ListAttachedGroupPolicies", 2, 3,
      ["it removed AttachedManagedPolicies[arn:aws:iam::644160558196:policy/my-iam-policy]"]),
    PairRow(
      "test_iam_instance_profile_set_policy_detached", "iam.ListAttachedRolePolicies", 1, 2,
      ["it removed AttachedManagedPolicies[arn:aws:iam::aws:policy/AdministratorAccess]"]),
    PairRow(
      "test_iam_instance_profile_set_policy_wildcard", "iam.ListAttachedRolePolicies", 1, 2,
      [
        "it removed AttachedManagedPolicies[arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess]",
        "it removed AttachedManagedPolicies[arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore]",
      ]),
    PairRow(
      "test_iam_role_tags", "iam.GetRole", 1, 2,
      ["test removed Tags[Application]", "test removed Tags[maid_status]"]),
    PairRow(
      "test_iam_user_credential_multi_delete", "iam.ListAccessKeys", 1, 2,
      ["it removed AccessKeys[secret:…]"]),
    PairRow(
      "test_iam_user_delete", "iam.ListUsers", 1, 2,
      ["alice removed"]),
    PairRow(
      "test_iam_user_delete_options", "iam.GetUser", 1, 2,
      ["test_user changed UserId"]),
    PairRow(
      "test_iam_user_delete_options", "iam.GetUser", 2, 3,
      ["test_user changed UserId"]),
    PairRow(
      "test_iam_user_delete_options", "iam.ListAccessKeys", 2, 3,
      ["it removed AccessKeys[secret:…]"]),
  ]
}
