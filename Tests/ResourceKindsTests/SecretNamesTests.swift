import ResourceKinds
import Testing

@Test(arguments: [
  "password", "Password", "MasterUserPassword", "db-password", "DB PASSWORD", "MASTER_PASSWORD",
  "passwd",
  "pwd", "x-api-key", "apiKey", "ApiKey", "psk", "PreSharedKey", "secret", "client_secret",
  "SecretAccessKey",
  "ENCRYPTED_PASSWORD", "authToken", "SecureString", "connection-string", "Pass-Phrase",
  "pässwörd_password", "passwords", "apiKeys", "token", "Tokens", "password1", "db_password_02",
  "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk-password",
])
func `a name says that its value is secret, however it is spelled`(name: String) {
  #expect(SecretNames.contain(name))
}

@Test(arguments: [
  "", "d", "-", "PasswordPolicy", "MinimumPasswordLength", "PasswordResetRequired",
  "PasswordLastUsed",
  "SecretArn", "SecretName", "secrets", "PublicKey", "KeyId", "KmsKeyId", "Key", "ApiKeyRequired",
  "NextToken",
  "CreationToken", "NextTokens", "12345", "1", "keys", "sha256", "Environment", "GroupId",
  "Description", "wd", "MaxPasswordAge",
])
func `a name that is of something else says nothing`(name: String) {
  #expect(!SecretNames.contain(name))
}
