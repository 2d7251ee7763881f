-- Whoever may read cases reads the same facts in their file already: side by side they have a scope of their own.
update platform_client set scopes = scopes || ' cases.evidence'
 where 'cases.read' = any (string_to_array(scopes, ' ')) and 'cases.evidence' <> all (string_to_array(scopes, ' '));
