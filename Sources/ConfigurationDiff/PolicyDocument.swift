import ConfigurationModel

/// An IAM policy document by what it means.
func normalizedPolicy(_ value: ConfigurationValue, _ context: NormalizationContext)
  -> ConfigurationValue
{
  value.openedDocument
}
