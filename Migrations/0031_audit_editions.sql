-- Which build of the program made an audit, in words that tell its file from others; null of audits from before this
-- column. Another build may judge otherwise what stands.
ALTER TABLE audit ADD COLUMN edition TEXT;
