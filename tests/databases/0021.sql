-- What a desk of revision 0021 left; written by `python -m tests.golden`. It stopped at 2026-03-02T10:00:00+00:00

INSERT INTO absences (address, since, until, note, by) VALUES
('ben@example.com', moment('2026-03-02T09:19:00+00:00'), moment('2026-03-02T10:19:00+00:00'), '', 'agent:ben@example.com');

INSERT INTO ailments (address, letter, kind, reason, at, ticket, mail, status, code, dead, told) VALUES
('dora@customer.example', 1024003322528500424, 'bounced', 'user-unknown', moment('2026-03-02T09:20:00+00:00'), 2, 20, '5.1.1', 550, 1, 1);

INSERT INTO blocked (address, since, ticket) VALUES
('pens@spam.example', moment('2026-03-02T09:20:00+00:00'), 1);

INSERT INTO closings (address, lines) VALUES
('anna@example.com', '[["517e2ba80a7dbfc4", "ecf4b9e46f0ec0b8", "9fb2a0e519bb2aec", "47c97c5c39e6081a", "50e1e6c99c5f2dbf"], ["4aedf3a01550c6f5", "11c23141f2b35557"]]'),
('ben@example.com', '[["10ea15f372e2ea3b", "914bc2627aa1c105"], ["2e0dba6af6c6d6e7", "dc5434b5507dbb08"], ["430ff7dbac0e4880"]]'),
('bob@customer.example', '[["1253969b870ad1e7", "280782d8b2cb0056"], ["7f9b93d013a1694a"]]'),
('dora@customer.example', '[["1fa0f97b4ef39cc9"], ["434f6ec57f58db2a", "fc9322c393ce8110", "e8d11e68d4e2a2ab", "7190a3f8a5e38deb", "02e3c7a4cfcc90be", "bc1b9092045192d5"]]'),
('erik@customer.example', '[["48e339079379399d"]]'),
('frank@customer.example', '[["0a27fccd4f1bbd42"]]'),
('liwei@customer.example', '[["25263c6daf4caa38"]]'),
('pens@spam.example', '[["baf7061510dcf37a"]]');

INSERT INTO imap_accounts (account, holder, lease) VALUES
('help@imap.example.com', 'desk /var/lib/maildesk', moment('2026-03-02T09:28:40+00:00'));

INSERT INTO imap_folders (account, folder, uidvalidity, uid, old, anew, began) VALUES
('help@imap.example.com', 'INBOX', 1700000000, 42, 40, 0, moment('2026-03-02T09:26:40+00:00'));

INSERT INTO junk_lists (mailbox, day) VALUES
('support@example.com', '2026-03-02');

INSERT INTO mails (id, sha256, size, mail_from, rcpt_to, via, peer, helo, tls, submitted_as, conversation, received, state, rule, ticket, trace, attempts, worker, lease, fence, not_before, error, done, vouched) VALUES
(1, '0c89822807897a6b66f0c7df2a691229d8c2d4d65261dac0853f96c306bf67b6', 378, 'bob@customer.example', '["support@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:01:00+00:00'), 'ticketed', '', 1, '[{"message": "nature: {nature}", "places": {"nature": {"message": "human"}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "trust: {trust}", "places": {"trust": {"message": "none"}}}, "evidence": {"message": "{text0}", "places": {"text0": {"message": "From is {sender}", "places": {"sender": "bob@customer.example"}}}}}}, {"message": "thread: {decision}: {why}", "places": {"decision": {"message": "a new ticket"}, "why": {"message": "nothing in the mail points to a ticket"}}}, {"message": "rule {rule}: fired", "places": {"rule": "20-acknowledge.yaml:4 acknowledge"}}, {"message": "rule {rule}: fired", "places": {"rule": "30-notify.yaml:13 notify the team"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "10-priority.yaml:4 urgent words", "condition": "subject: /\\b(urgent|asap|emergency|outage)\\b|紧急|加急|宕机/"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:4 notify the agent", "condition": "assigned: true"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:23 notify the agent of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:29 notify the team of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:36 notify the agent of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:42 notify the team of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:49 notify the agent of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:55 notify the team of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:62 notify whoever stands in", "condition": "on: assignee-away"}}]', 1, NULL, NULL, 1, NULL, NULL, moment('2026-03-02T09:01:00+00:00'), NULL),
(2, 'd632cc56c6042ab05ee5644cd26513d2e0f074d44f03c39e10615b4c439c2413', 2200, 'anna@example.com', '["support+r1awhfrqf6ylfl4ssxpbbd7eici6x2b@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:02:00+00:00'), 'ticketed', '', 1, '[{"message": "nature: {nature}", "places": {"nature": {"message": "human"}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "trust: {trust}, with a valid token", "places": {"trust": {"message": "none"}}}, "evidence": {"message": "{text0}; {text1}", "places": {"text0": {"message": "From is {sender}", "places": {"sender": "anna@example.com"}}, "text1": {"message": "{state} of a letter to {person} about #{ticket}", "places": {"state": {"message": "a valid token"}, "person": "anna@example.com", "ticket": 1}}}}}}, {"message": "thread: {decision}: {why}", "places": {"decision": {"message": "an agent''s answer"}, "why": {"message": "{agent} is proven and answers our letter about #{number}", "places": {"agent": "anna@example.com", "number": 1}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, won: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "a token of ours in {where}", "places": {"where": "recipient address"}}, "number": 1}}, "why": {"message": "a letter to {person}", "places": {"person": "anna@example.com"}}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, won: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "a token of ours in {where}", "places": {"where": "In-Reply-To"}}, "number": 1}}, "why": {"message": "a letter to {person}", "places": {"person": "anna@example.com"}}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, lost: {why}", "places": {"clue": {"message": "reference"}, "why": {"message": "nothing that it refers to has been seen before"}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, lost: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "number in the subject"}, "number": 1}}, "why": {"message": "{about}; something stronger decided: {why}", "places": {"about": {"message": "the sender takes no part there"}, "why": {"message": "{agent} is proven and answers our letter about #{number}", "places": {"agent": "anna@example.com", "number": 1}}}}}}}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "10-priority.yaml:4 urgent words", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "20-acknowledge.yaml:4 acknowledge", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:4 notify the agent", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:13 notify the team", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:23 notify the agent of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:29 notify the team of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:36 notify the agent of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:42 notify the team of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:49 notify the agent of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:55 notify the team of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:62 notify whoever stands in", "condition": "on: assignee-away"}}]', 1, NULL, NULL, 1, NULL, NULL, moment('2026-03-02T09:02:00+00:00'), NULL),
(3, '47e53ede134ae538ba4226f6fe0940b30f18bdfac41bb31c9a54681cdbf05fb9', 2174, 'ben@example.com', '["support+r1aa4sumcgokbg3h65gmqa6sm55qui4@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:03:00+00:00'), 'ticketed', '', 1, '[{"message": "nature: {nature}", "places": {"nature": {"message": "human"}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "trust: {trust}, with a valid token", "places": {"trust": {"message": "none"}}}, "evidence": {"message": "{text0}; {text1}", "places": {"text0": {"message": "From is {sender}", "places": {"sender": "ben@example.com"}}, "text1": {"message": "{state} of a letter to {person} about #{ticket}", "places": {"state": {"message": "a valid token"}, "person": "ben@example.com", "ticket": 1}}}}}}, {"message": "thread: {decision}: {why}", "places": {"decision": {"message": "an agent''s answer"}, "why": {"message": "{agent} is proven and answers our letter about #{number}", "places": {"agent": "ben@example.com", "number": 1}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, won: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "a token of ours in {where}", "places": {"where": "recipient address"}}, "number": 1}}, "why": {"message": "a letter to {person}", "places": {"person": "ben@example.com"}}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, won: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "a token of ours in {where}", "places": {"where": "In-Reply-To"}}, "number": 1}}, "why": {"message": "a letter to {person}", "places": {"person": "ben@example.com"}}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, lost: {why}", "places": {"clue": {"message": "reference"}, "why": {"message": "nothing that it refers to has been seen before"}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, lost: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "number in the subject"}, "number": 1}}, "why": {"message": "{about}; something stronger decided: {why}", "places": {"about": {"message": "the sender takes no part there"}, "why": {"message": "{agent} is proven and answers our letter about #{number}", "places": {"agent": "ben@example.com", "number": 1}}}}}}}}, {"message": "rule {rule}: fired", "places": {"rule": "30-notify.yaml:36 notify the agent of a note"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "10-priority.yaml:4 urgent words", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "20-acknowledge.yaml:4 acknowledge", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:4 notify the agent", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:13 notify the team", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:23 notify the agent of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:29 notify the team of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:42 notify the team of a note", "condition": "assigned: false"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:49 notify the agent of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:55 notify the team of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:62 notify whoever stands in", "condition": "on: assignee-away"}}]', 1, NULL, NULL, 1, NULL, NULL, moment('2026-03-02T09:03:00+00:00'), NULL),
(4, '7aeef96ee930fb44830b1eb3a0fcb63ec34affe0b55bce34b6d8c9c1e05d1fc1', 813, 'bob@customer.example', '["support+r1alo37wdmnsak3cbagcjpgzqb5nvz5@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:04:00+00:00'), 'ticketed', '', 1, '[{"message": "nature: {nature}", "places": {"nature": {"message": "human"}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "trust: {trust}, with a valid token", "places": {"trust": {"message": "none"}}}, "evidence": {"message": "{text0}; {text1}; {text2}", "places": {"text0": {"message": "From is {sender}", "places": {"sender": "bob@customer.example"}}, "text1": {"message": "{state} of a letter to {person} about #{ticket}", "places": {"state": {"message": "a valid token"}, "person": "bob@customer.example", "ticket": 1}}, "text2": {"message": "{state} of a letter to {person} about #{ticket}", "places": {"state": {"message": "a valid token"}, "person": "bob@customer.example", "ticket": 1}}}}}}, {"message": "thread: {decision}: {why}", "places": {"decision": {"message": "onto a ticket"}, "why": {"message": "{how} our letter about #{number}", "places": {"how": {"message": "it carries a valid token of"}, "number": 1}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, won: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "a token of ours in {where}", "places": {"where": "recipient address"}}, "number": 1}}, "why": {"message": "a letter to {person}", "places": {"person": "bob@customer.example"}}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, won: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "a token of ours in {where}", "places": {"where": "In-Reply-To"}}, "number": 1}}, "why": {"message": "a letter to {person}", "places": {"person": "bob@customer.example"}}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, won: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "a token of ours in {where}", "places": {"where": "References"}}, "number": 1}}, "why": {"message": "a letter to {person}", "places": {"person": "bob@customer.example"}}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, lost: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "reference"}, "number": 1}}, "why": {"message": "{about}; something stronger decided: {why}", "places": {"about": {"message": "the sender is {standing} there", "places": {"standing": "requester"}}, "why": {"message": "{how} our letter about #{number}", "places": {"how": {"message": "it carries a valid token of"}, "number": 1}}}}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, lost: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "number in the subject"}, "number": 1}}, "why": {"message": "{about}; something stronger decided: {why}", "places": {"about": {"message": "the sender is {standing} there", "places": {"standing": "requester"}}, "why": {"message": "{how} our letter about #{number}", "places": {"how": {"message": "it carries a valid token of"}, "number": 1}}}}}}}}, {"message": "rule {rule}: fired", "places": {"rule": "30-notify.yaml:4 notify the agent"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "10-priority.yaml:4 urgent words", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "20-acknowledge.yaml:4 acknowledge", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:13 notify the team", "condition": "assigned: false"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:23 notify the agent of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:29 notify the team of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:36 notify the agent of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:42 notify the team of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:49 notify the agent of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:55 notify the team of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:62 notify whoever stands in", "condition": "on: assignee-away"}}]', 1, NULL, NULL, 1, NULL, NULL, moment('2026-03-02T09:04:00+00:00'), NULL),
(5, 'c8cd871be835357e6314ce5b5b2bde6b66ff38d68d617fc4108736464d2c9e67', 258, 'dora@customer.example', '["billing@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:05:00+00:00'), 'ticketed', '', 2, '[{"message": "nature: {nature}", "places": {"nature": {"message": "human"}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "trust: {trust}", "places": {"trust": {"message": "none"}}}, "evidence": {"message": "{text0}", "places": {"text0": {"message": "From is {sender}", "places": {"sender": "dora@customer.example"}}}}}}, {"message": "thread: {decision}: {why}", "places": {"decision": {"message": "a new ticket"}, "why": {"message": "nothing in the mail points to a ticket"}}}, {"message": "rule {rule}: fired", "places": {"rule": "20-acknowledge.yaml:4 acknowledge"}}, {"message": "rule {rule}: fired", "places": {"rule": "30-notify.yaml:13 notify the team"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "10-priority.yaml:4 urgent words", "condition": "subject: /\\b(urgent|asap|emergency|outage)\\b|紧急|加急|宕机/"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:4 notify the agent", "condition": "assigned: true"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:23 notify the agent of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:29 notify the team of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:36 notify the agent of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:42 notify the team of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:49 notify the agent of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:55 notify the team of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:62 notify whoever stands in", "condition": "on: assignee-away"}}]', 1, NULL, NULL, 1, NULL, NULL, moment('2026-03-02T09:05:00+00:00'), NULL),
(6, 'efa26fb4917be258f77d9dfc2210cd550c85b8ad04899651227de6655d79bace', 1878, 'ben@example.com', '["billing@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:06:00+00:00'), 'ticketed', '', 2, '[{"message": "nature: {nature}", "places": {"nature": {"message": "human"}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "trust: {trust}, with a valid token", "places": {"trust": {"message": "none"}}}, "evidence": {"message": "{text0}; {text1}", "places": {"text0": {"message": "From is {sender}", "places": {"sender": "ben@example.com"}}, "text1": {"message": "{state} of a letter to {person} about #{ticket}", "places": {"state": {"message": "a valid token"}, "person": "ben@example.com", "ticket": 2}}}}}}, {"message": "thread: {decision}: {why}", "places": {"decision": {"message": "an agent''s answer"}, "why": {"message": "{agent} is proven and answers our letter about #{number}", "places": {"agent": "ben@example.com", "number": 2}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, won: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "a token of ours in {where}", "places": {"where": "In-Reply-To"}}, "number": 2}}, "why": {"message": "a letter to {person}", "places": {"person": "ben@example.com"}}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, lost: {why}", "places": {"clue": {"message": "reference"}, "why": {"message": "nothing that it refers to has been seen before"}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, lost: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "number in the subject"}, "number": 2}}, "why": {"message": "{about}; something stronger decided: {why}", "places": {"about": {"message": "the sender takes no part there"}, "why": {"message": "{agent} is proven and answers our letter about #{number}", "places": {"agent": "ben@example.com", "number": 2}}}}}}}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "10-priority.yaml:4 urgent words", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "20-acknowledge.yaml:4 acknowledge", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:4 notify the agent", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:13 notify the team", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:23 notify the agent of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:29 notify the team of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:36 notify the agent of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:42 notify the team of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:49 notify the agent of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:55 notify the team of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:62 notify whoever stands in", "condition": "on: assignee-away"}}]', 1, NULL, NULL, 1, NULL, NULL, moment('2026-03-02T09:06:00+00:00'), NULL),
(7, 'e629888755aac47d0a05616d1d45288f7ab6721cbe85b743cf4059c1521226e9', 676, 'dora@customer.example', '["billing@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:07:00+00:00'), 'ticketed', '', 3, '[{"message": "nature: {nature}", "places": {"nature": {"message": "human"}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "trust: {trust}, with a valid token", "places": {"trust": {"message": "none"}}}, "evidence": {"message": "{text0}; {text1}; {text2}", "places": {"text0": {"message": "From is {sender}", "places": {"sender": "dora@customer.example"}}, "text1": {"message": "{state} of a letter to {person} about #{ticket}", "places": {"state": {"message": "a valid token"}, "person": "dora@customer.example", "ticket": 2}}, "text2": {"message": "{state} of a letter to {person} about #{ticket}", "places": {"state": {"message": "a valid token"}, "person": "dora@customer.example", "ticket": 2}}}}}}, {"message": "thread: {decision}: {why}", "places": {"decision": {"message": "a new ticket beside another"}, "why": {"message": "{why}, but {apart}", "places": {"why": {"message": "{how} our letter about #{number}", "places": {"how": {"message": "it carries a valid token of"}, "number": 2}}, "apart": {"message": "that ticket is closed, and this mailbox opens a new one then"}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, won: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "a token of ours in {where}", "places": {"where": "In-Reply-To"}}, "number": 2}}, "why": {"message": "a letter to {person}", "places": {"person": "dora@customer.example"}}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, won: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "a token of ours in {where}", "places": {"where": "References"}}, "number": 2}}, "why": {"message": "a letter to {person}", "places": {"person": "dora@customer.example"}}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, lost: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "reference"}, "number": 2}}, "why": {"message": "{about}; something stronger decided: {why}", "places": {"about": {"message": "the sender is {standing} there", "places": {"standing": "requester"}}, "why": {"message": "{why}, but {apart}", "places": {"why": {"message": "{how} our letter about #{number}", "places": {"how": {"message": "it carries a valid token of"}, "number": 2}}, "apart": {"message": "that ticket is closed, and this mailbox opens a new one then"}}}}}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, lost: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "number in the subject"}, "number": 2}}, "why": {"message": "{about}; something stronger decided: {why}", "places": {"about": {"message": "the sender is {standing} there", "places": {"standing": "requester"}}, "why": {"message": "{why}, but {apart}", "places": {"why": {"message": "{how} our letter about #{number}", "places": {"how": {"message": "it carries a valid token of"}, "number": 2}}, "apart": {"message": "that ticket is closed, and this mailbox opens a new one then"}}}}}}}}}, {"message": "rule {rule}: fired", "places": {"rule": "20-acknowledge.yaml:4 acknowledge"}}, {"message": "rule {rule}: fired", "places": {"rule": "30-notify.yaml:13 notify the team"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "10-priority.yaml:4 urgent words", "condition": "subject: /\\b(urgent|asap|emergency|outage)\\b|紧急|加急|宕机/"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:4 notify the agent", "condition": "assigned: true"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:23 notify the agent of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:29 notify the team of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:36 notify the agent of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:42 notify the team of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:49 notify the agent of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:55 notify the team of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:62 notify whoever stands in", "condition": "on: assignee-away"}}]', 1, NULL, NULL, 1, NULL, NULL, moment('2026-03-02T09:07:00+00:00'), NULL),
(8, '3ede5e9cc90b737f32a832791794d71eab6eb3c5efde718535bf8f053f4570c7', 287, 'liwei@customer.example', '["kefu@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:08:00+00:00'), 'ticketed', '', 4, '[{"message": "nature: {nature}", "places": {"nature": {"message": "human"}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "trust: {trust}", "places": {"trust": {"message": "none"}}}, "evidence": {"message": "{text0}", "places": {"text0": {"message": "From is {sender}", "places": {"sender": "liwei@customer.example"}}}}}}, {"message": "thread: {decision}: {why}", "places": {"decision": {"message": "a new ticket"}, "why": {"message": "nothing in the mail points to a ticket"}}}, {"message": "rule {rule}: fired", "places": {"rule": "20-acknowledge.yaml:4 acknowledge"}}, {"message": "rule {rule}: fired", "places": {"rule": "30-notify.yaml:13 notify the team"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "10-priority.yaml:4 urgent words", "condition": "subject: /\\b(urgent|asap|emergency|outage)\\b|紧急|加急|宕机/"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:4 notify the agent", "condition": "assigned: true"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:23 notify the agent of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:29 notify the team of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:36 notify the agent of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:42 notify the team of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:49 notify the agent of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:55 notify the team of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:62 notify whoever stands in", "condition": "on: assignee-away"}}]', 1, NULL, NULL, 1, NULL, NULL, moment('2026-03-02T09:08:00+00:00'), NULL),
(9, 'e4d97a995c28e91132bd1113752c816991404cd0af198324569832f92e2f9441', 406, 'MAILER-DAEMON@relay.example', '["support@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:09:00+00:00'), 'ignored', 'builtin:unmatched-report', NULL, '[{"message": "{what} ({evidence})", "places": {"what": {"message": "nature: {nature}", "places": {"nature": {"message": "bounce"}}}, "evidence": {"message": "{text0}; {text1}; {text2}", "places": {"text0": {"message": "delivery status: {action}", "places": {"action": "failed"}}, "text1": {"message": "robot address {address}", "places": {"address": "mailer-daemon@relay.example"}}, "text2": {"message": "{words}", "places": {"words": "multipart/report"}}}}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "trust: {trust}", "places": {"trust": {"message": "none"}}}, "evidence": {"message": "{text0}", "places": {"text0": {"message": "From is {sender}", "places": {"sender": "mailer-daemon@relay.example"}}}}}}, {"message": "thread: {decision}: {why}", "places": {"decision": {"message": "ignored"}, "why": {"message": "a {kind} report that names no letter of ours", "places": {"kind": {"message": "bounce"}}}}}, {"message": "no automatic answer: {why}", "places": {"why": {"message": "{text0}; {text1}; {text2}", "places": {"text0": {"message": "delivery status: {action}", "places": {"action": "failed"}}, "text1": {"message": "robot address {address}", "places": {"address": "mailer-daemon@relay.example"}}, "text2": {"message": "{words}", "places": {"words": "multipart/report"}}}}}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "10-priority.yaml:4 urgent words", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "20-acknowledge.yaml:4 acknowledge", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:4 notify the agent", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:13 notify the team", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:23 notify the agent of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:29 notify the team of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:36 notify the agent of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:42 notify the team of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:49 notify the agent of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:55 notify the team of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:62 notify whoever stands in", "condition": "on: assignee-away"}}]', 1, NULL, NULL, 1, NULL, NULL, moment('2026-03-02T09:09:00+00:00'), NULL),
(10, '6c541ffadb1c3b10197519b0c51c047a8528befb6cb19d4e22ee67f79541dc03', 362, 'pens@spam.example', '["support@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:10:00+00:00'), 'ticketed', 'builtin:junk', 5, '[{"message": "nature: {nature}", "places": {"nature": {"message": "human"}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "trust: {trust}", "places": {"trust": {"message": "none"}}}, "evidence": {"message": "{text0}", "places": {"text0": {"message": "From is {sender}", "places": {"sender": "pens@spam.example"}}}}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "junk: yes"}, "evidence": {"message": "{text0}", "places": {"text0": {"message": "{words}", "places": {"words": "x-spam: Yes"}}}}}}, {"message": "thread: {decision}: {why}", "places": {"decision": {"message": "a new ticket"}, "why": {"message": "nothing in the mail points to a ticket"}}}, {"message": "no automatic answer: {why}", "places": {"why": {"message": "the filter takes it for junk: {by}", "places": {"by": {"message": "{words}", "places": {"words": "x-spam: Yes"}}}}}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "10-priority.yaml:4 urgent words", "condition": "the ticket is junk, and it asks for neither junk nor status"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "20-acknowledge.yaml:4 acknowledge", "condition": "none: [{\"status\": \"junk\"}]"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:4 notify the agent", "condition": "assigned: true"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:13 notify the team", "condition": "none: [{\"status\": \"junk\"}]"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:23 notify the agent of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:29 notify the team of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:36 notify the agent of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:42 notify the team of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:49 notify the agent of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:55 notify the team of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:62 notify whoever stands in", "condition": "on: assignee-away"}}]', 1, NULL, NULL, 1, NULL, NULL, moment('2026-03-02T09:10:00+00:00'), NULL),
(11, '1a6de283a69ab8e5d748074b412fd90ec4c3a2eb8d8c86712d0ae25eabcd098f', 270, 'mallory@evil.example', '["support@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:11:00+00:00'), 'held', 'builtin:unproven-agent', NULL, '[{"message": "nature: {nature}", "places": {"nature": {"message": "human"}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "trust: {trust}", "places": {"trust": {"message": "none"}}}, "evidence": {"message": "{text0}", "places": {"text0": {"message": "From is {sender}", "places": {"sender": "anna@example.com"}}}}}}, {"message": "thread: {decision}: {why}", "places": {"decision": {"message": "held"}, "why": {"message": "the agent {agent} stands in From without any proof", "places": {"agent": "anna@example.com"}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, lost: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "number in the subject"}, "number": 1}}, "why": {"message": "{about}; something stronger decided: {why}", "places": {"about": {"message": "the sender takes no part there"}, "why": {"message": "the agent {agent} stands in From without any proof", "places": {"agent": "anna@example.com"}}}}}}}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "10-priority.yaml:4 urgent words", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "20-acknowledge.yaml:4 acknowledge", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:4 notify the agent", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:13 notify the team", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:23 notify the agent of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:29 notify the team of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:36 notify the agent of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:42 notify the team of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:49 notify the agent of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:55 notify the team of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:62 notify whoever stands in", "condition": "on: assignee-away"}}]', 1, NULL, NULL, 1, NULL, NULL, moment('2026-03-02T09:11:00+00:00'), NULL),
(12, 'dad574988d0ae0c2c1de015793537d56979e43165dae0eb6adf2976a0b29b778', 1928, 'anna@example.com', '["kefu@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:12:00+00:00'), 'answered', 'builtin:correction', 4, '[{"message": "nature: {nature}", "places": {"nature": {"message": "human"}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "trust: {trust}, with a valid token", "places": {"trust": {"message": "none"}}}, "evidence": {"message": "{text0}; {text1}", "places": {"text0": {"message": "From is {sender}", "places": {"sender": "anna@example.com"}}, "text1": {"message": "{state} of a letter to {person} about #{ticket}", "places": {"state": {"message": "a valid token"}, "person": "anna@example.com", "ticket": 4}}}}}}, {"message": "thread: {decision}: {why}", "places": {"decision": {"message": "an agent''s answer"}, "why": {"message": "{agent} is proven and answers our letter about #{number}", "places": {"agent": "anna@example.com", "number": 4}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, won: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "a token of ours in {where}", "places": {"where": "In-Reply-To"}}, "number": 4}}, "why": {"message": "a letter to {person}", "places": {"person": "anna@example.com"}}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, lost: {why}", "places": {"clue": {"message": "reference"}, "why": {"message": "nothing that it refers to has been seen before"}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, lost: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "number in the subject"}, "number": 4}}, "why": {"message": "{about}; something stronger decided: {why}", "places": {"about": {"message": "the sender takes no part there"}, "why": {"message": "{agent} is proven and answers our letter about #{number}", "places": {"agent": "anna@example.com", "number": 4}}}}}}}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "10-priority.yaml:4 urgent words", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "20-acknowledge.yaml:4 acknowledge", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:4 notify the agent", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:13 notify the team", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:23 notify the agent of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:29 notify the team of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:36 notify the agent of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:42 notify the team of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:49 notify the agent of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:55 notify the team of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:62 notify whoever stands in", "condition": "on: assignee-away"}}]', 1, NULL, NULL, 1, NULL, NULL, moment('2026-03-02T09:12:00+00:00'), NULL),
(13, '2d66ca5baca992810c40a6e8b7078b18482cb85b875565f86c65b186c092012f', 263, 'frank@customer.example', '["support@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:13:00+00:00'), 'ticketed', '', 6, '[{"message": "nature: {nature}", "places": {"nature": {"message": "human"}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "trust: {trust}", "places": {"trust": {"message": "none"}}}, "evidence": {"message": "{text0}", "places": {"text0": {"message": "From is {sender}", "places": {"sender": "frank@customer.example"}}}}}}, {"message": "thread: {decision}: {why}", "places": {"decision": {"message": "a new ticket"}, "why": {"message": "nothing in the mail points to a ticket"}}}, {"message": "rule {rule}: fired", "places": {"rule": "20-acknowledge.yaml:4 acknowledge"}}, {"message": "rule {rule}: fired", "places": {"rule": "30-notify.yaml:13 notify the team"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "10-priority.yaml:4 urgent words", "condition": "subject: /\\b(urgent|asap|emergency|outage)\\b|紧急|加急|宕机/"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:4 notify the agent", "condition": "assigned: true"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:23 notify the agent of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:29 notify the team of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:36 notify the agent of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:42 notify the team of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:49 notify the agent of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:55 notify the team of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:62 notify whoever stands in", "condition": "on: assignee-away"}}]', 1, NULL, NULL, 1, NULL, NULL, moment('2026-03-02T09:13:00+00:00'), NULL),
(14, 'a8342a85110f3eccaa2c1539401a750786ec9fe56eca59c788203735fbc03f16', 1882, 'anna@example.com', '["support+r1an637wqxv7sqfqbsg3okvjivftbzk@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:14:00+00:00'), 'ticketed', '', 6, '[{"message": "nature: {nature}", "places": {"nature": {"message": "human"}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "trust: {trust}, with a valid token", "places": {"trust": {"message": "none"}}}, "evidence": {"message": "{text0}; {text1}", "places": {"text0": {"message": "From is {sender}", "places": {"sender": "anna@example.com"}}, "text1": {"message": "{state} of a letter to {person} about #{ticket}", "places": {"state": {"message": "a valid token"}, "person": "anna@example.com", "ticket": 6}}}}}}, {"message": "thread: {decision}: {why}", "places": {"decision": {"message": "an agent''s answer"}, "why": {"message": "{agent} is proven and answers our letter about #{number}", "places": {"agent": "anna@example.com", "number": 6}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, won: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "a token of ours in {where}", "places": {"where": "recipient address"}}, "number": 6}}, "why": {"message": "a letter to {person}", "places": {"person": "anna@example.com"}}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, won: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "a token of ours in {where}", "places": {"where": "In-Reply-To"}}, "number": 6}}, "why": {"message": "a letter to {person}", "places": {"person": "anna@example.com"}}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, lost: {why}", "places": {"clue": {"message": "reference"}, "why": {"message": "nothing that it refers to has been seen before"}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, lost: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "number in the subject"}, "number": 6}}, "why": {"message": "{about}; something stronger decided: {why}", "places": {"about": {"message": "the sender takes no part there"}, "why": {"message": "{agent} is proven and answers our letter about #{number}", "places": {"agent": "anna@example.com", "number": 6}}}}}}}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "10-priority.yaml:4 urgent words", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "20-acknowledge.yaml:4 acknowledge", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:4 notify the agent", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:13 notify the team", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:23 notify the agent of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:29 notify the team of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:36 notify the agent of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:42 notify the team of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:49 notify the agent of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:55 notify the team of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:62 notify whoever stands in", "condition": "on: assignee-away"}}]', 1, NULL, NULL, 1, NULL, NULL, moment('2026-03-02T09:14:00+00:00'), NULL),
(15, 'efca00ec570b96961fef4f656fbeaa0ba03d590607287a909b49693efb497836', 274, 'erik@customer.example', '["support@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:15:00+00:00'), 'ticketed', '', 7, '[{"message": "nature: {nature}", "places": {"nature": {"message": "human"}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "trust: {trust}", "places": {"trust": {"message": "none"}}}, "evidence": {"message": "{text0}", "places": {"text0": {"message": "From is {sender}", "places": {"sender": "erik@customer.example"}}}}}}, {"message": "thread: {decision}: {why}", "places": {"decision": {"message": "a new ticket"}, "why": {"message": "nothing in the mail points to a ticket"}}}, {"message": "rule {rule}: fired", "places": {"rule": "20-acknowledge.yaml:4 acknowledge"}}, {"message": "rule {rule}: fired", "places": {"rule": "30-notify.yaml:13 notify the team"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "10-priority.yaml:4 urgent words", "condition": "subject: /\\b(urgent|asap|emergency|outage)\\b|紧急|加急|宕机/"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:4 notify the agent", "condition": "assigned: true"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:23 notify the agent of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:29 notify the team of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:36 notify the agent of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:42 notify the team of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:49 notify the agent of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:55 notify the team of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:62 notify whoever stands in", "condition": "on: assignee-away"}}]', 1, NULL, NULL, 1, NULL, NULL, moment('2026-03-02T09:15:00+00:00'), NULL),
(16, 'b9c08848ef3484cabe206a4c799f8cd5e837a62600e784bc424bc4f3417f5916', 1919, 'ben@example.com', '["support+r1aemzqrldsbhpnzevxnicf52n2sdds@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:16:00+00:00'), 'ticketed', '', 7, '[{"message": "nature: {nature}", "places": {"nature": {"message": "human"}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "trust: {trust}, with a valid token", "places": {"trust": {"message": "none"}}}, "evidence": {"message": "{text0}; {text1}", "places": {"text0": {"message": "From is {sender}", "places": {"sender": "ben@example.com"}}, "text1": {"message": "{state} of a letter to {person} about #{ticket}", "places": {"state": {"message": "a valid token"}, "person": "ben@example.com", "ticket": 7}}}}}}, {"message": "thread: {decision}: {why}", "places": {"decision": {"message": "an agent''s answer"}, "why": {"message": "{agent} is proven and answers our letter about #{number}", "places": {"agent": "ben@example.com", "number": 7}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, won: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "a token of ours in {where}", "places": {"where": "recipient address"}}, "number": 7}}, "why": {"message": "a letter to {person}", "places": {"person": "ben@example.com"}}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, won: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "a token of ours in {where}", "places": {"where": "In-Reply-To"}}, "number": 7}}, "why": {"message": "a letter to {person}", "places": {"person": "ben@example.com"}}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, lost: {why}", "places": {"clue": {"message": "reference"}, "why": {"message": "nothing that it refers to has been seen before"}}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, lost: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "number in the subject"}, "number": 7}}, "why": {"message": "{about}; something stronger decided: {why}", "places": {"about": {"message": "the sender takes no part there"}, "why": {"message": "{agent} is proven and answers our letter about #{number}", "places": {"agent": "ben@example.com", "number": 7}}}}}}}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "10-priority.yaml:4 urgent words", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "20-acknowledge.yaml:4 acknowledge", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:4 notify the agent", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:13 notify the team", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:23 notify the agent of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:29 notify the team of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:36 notify the agent of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:42 notify the team of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:49 notify the agent of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:55 notify the team of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:62 notify whoever stands in", "condition": "on: assignee-away"}}]', 1, NULL, NULL, 1, NULL, NULL, moment('2026-03-02T09:16:00+00:00'), NULL),
(17, '06e56e9001f50d30d6a95f1eea6aaa2d36cab8b57d08bcb3fc251b3664442759', 270, 'mallory@evil.example', '["support@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:17:00+00:00'), 'held', 'builtin:unproven-agent', NULL, '[{"message": "nature: {nature}", "places": {"nature": {"message": "human"}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "trust: {trust}", "places": {"trust": {"message": "none"}}}, "evidence": {"message": "{text0}", "places": {"text0": {"message": "From is {sender}", "places": {"sender": "anna@example.com"}}}}}}, {"message": "thread: {decision}: {why}", "places": {"decision": {"message": "held"}, "why": {"message": "the agent {agent} stands in From without any proof", "places": {"agent": "anna@example.com"}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, lost: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "number in the subject"}, "number": 1}}, "why": {"message": "{about}; something stronger decided: {why}", "places": {"about": {"message": "the sender takes no part there"}, "why": {"message": "the agent {agent} stands in From without any proof", "places": {"agent": "anna@example.com"}}}}}}}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "10-priority.yaml:4 urgent words", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "20-acknowledge.yaml:4 acknowledge", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:4 notify the agent", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:13 notify the team", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:23 notify the agent of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:29 notify the team of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:36 notify the agent of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:42 notify the team of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:49 notify the agent of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:55 notify the team of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:62 notify whoever stands in", "condition": "on: assignee-away"}}]', 1, NULL, NULL, 1, NULL, NULL, moment('2026-03-02T09:17:00+00:00'), NULL),
(18, 'bf2a5edc04e1964af10ba63c81b6fe931c8ecdc1200212251575f8ea99649aab', 258, 'mallory@evil.example', '["support@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:18:00+00:00'), 'held', 'builtin:unproven-agent', NULL, '[{"message": "nature: {nature}", "places": {"nature": {"message": "human"}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "trust: {trust}", "places": {"trust": {"message": "none"}}}, "evidence": {"message": "{text0}", "places": {"text0": {"message": "From is {sender}", "places": {"sender": "anna@example.com"}}}}}}, {"message": "thread: {decision}: {why}", "places": {"decision": {"message": "held"}, "why": {"message": "the agent {agent} stands in From without any proof", "places": {"agent": "anna@example.com"}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, lost: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "number in the subject"}, "number": 2}}, "why": {"message": "{about}; something stronger decided: {why}", "places": {"about": {"message": "the sender takes no part there"}, "why": {"message": "the agent {agent} stands in From without any proof", "places": {"agent": "anna@example.com"}}}}}}}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "10-priority.yaml:4 urgent words", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "20-acknowledge.yaml:4 acknowledge", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:4 notify the agent", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:13 notify the team", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:23 notify the agent of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:29 notify the team of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:36 notify the agent of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:42 notify the team of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:49 notify the agent of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:55 notify the team of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:62 notify whoever stands in", "condition": "on: assignee-away"}}]', 1, NULL, NULL, 1, NULL, NULL, moment('2026-03-02T09:18:00+00:00'), NULL),
(19, 'adfbb0aab5314cc89cf0ce7d7960eaef7a098023b67f2c5b06d7bc6b4f446421', 248, 'mallory@evil.example', '["support@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:19:00+00:00'), 'held', 'builtin:unproven-agent', NULL, '[{"message": "nature: {nature}", "places": {"nature": {"message": "human"}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "trust: {trust}", "places": {"trust": {"message": "none"}}}, "evidence": {"message": "{text0}", "places": {"text0": {"message": "From is {sender}", "places": {"sender": "anna@example.com"}}}}}}, {"message": "thread: {decision}: {why}", "places": {"decision": {"message": "held"}, "why": {"message": "the agent {agent} stands in From without any proof", "places": {"agent": "anna@example.com"}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, lost: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "number in the subject"}, "number": 3}}, "why": {"message": "{about}; something stronger decided: {why}", "places": {"about": {"message": "the sender takes no part there"}, "why": {"message": "the agent {agent} stands in From without any proof", "places": {"agent": "anna@example.com"}}}}}}}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "10-priority.yaml:4 urgent words", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "20-acknowledge.yaml:4 acknowledge", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:4 notify the agent", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:13 notify the team", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:23 notify the agent of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:29 notify the team of a failed delivery", "condition": "on: reported"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:36 notify the agent of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:42 notify the team of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:49 notify the agent of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:55 notify the team of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:62 notify whoever stands in", "condition": "on: assignee-away"}}, {"message": "no {kind} to {person}: {why}", "places": {"kind": {"message": "unproven"}, "person": "anna@example.com", "why": {"message": "governor: {most} letters an hour tell an agent about mail of his own", "places": {"most": 3}}}}]', 1, NULL, NULL, 1, NULL, NULL, moment('2026-03-02T09:19:00+00:00'), NULL),
(20, '28d9f43c1b9e15727983e4dafdc8ec6221a42e9acae4decdeb298cdf76ee43b8', 536, 'MAILER-DAEMON@relay.example', '["billing@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:20:00+00:00'), 'ticketed', 'builtin:report', 2, '[{"message": "{what} ({evidence})", "places": {"what": {"message": "nature: {nature}", "places": {"nature": {"message": "bounce"}}}, "evidence": {"message": "{text0}; {text1}; {text2}", "places": {"text0": {"message": "delivery status: {action}", "places": {"action": "failed"}}, "text1": {"message": "robot address {address}", "places": {"address": "mailer-daemon@relay.example"}}, "text2": {"message": "{words}", "places": {"words": "multipart/report"}}}}}}, {"message": "{what} ({evidence})", "places": {"what": {"message": "trust: {trust}", "places": {"trust": {"message": "none"}}}, "evidence": {"message": "{text0}", "places": {"text0": {"message": "From is {sender}", "places": {"sender": "mailer-daemon@relay.example"}}}}}}, {"message": "thread: {decision}: {why}", "places": {"decision": {"message": "a report about a letter of ours"}, "why": {"message": "a {kind} report names our letter to {person}", "places": {"kind": {"message": "bounce"}, "person": "dora@customer.example"}}}}, {"message": "clue: {clue}", "places": {"clue": {"message": "{clue}, won: {why}", "places": {"clue": {"message": "{clue} to #{number}", "places": {"clue": {"message": "a token of ours in {where}", "places": {"where": "returned mail"}}, "number": 2}}, "why": {"message": "a letter to {person}", "places": {"person": "dora@customer.example"}}}}}}, {"message": "no automatic answer: {why}", "places": {"why": {"message": "{text0}; {text1}; {text2}", "places": {"text0": {"message": "delivery status: {action}", "places": {"action": "failed"}}, "text1": {"message": "robot address {address}", "places": {"address": "mailer-daemon@relay.example"}}, "text2": {"message": "{words}", "places": {"words": "multipart/report"}}}}}}, {"message": "rule {rule}: fired", "places": {"rule": "30-notify.yaml:29 notify the team of a failed delivery"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "10-priority.yaml:4 urgent words", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "20-acknowledge.yaml:4 acknowledge", "condition": "on: created"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:4 notify the agent", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:13 notify the team", "condition": "on: created, customer-replied"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:23 notify the agent of a failed delivery", "condition": "assigned: true"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:36 notify the agent of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:42 notify the team of a note", "condition": "on: noted"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:49 notify the agent of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:55 notify the team of an answer from outside", "condition": "on: outside-answered"}}, {"message": "rule {rule}: {condition} did not hold", "places": {"rule": "30-notify.yaml:62 notify whoever stands in", "condition": "on: assignee-away"}}]', 1, NULL, NULL, 1, NULL, NULL, moment('2026-03-02T09:20:00+00:00'), NULL),
(21, 'a0025e4d6c0fe077fdc0557e5adf7cd787f00cf912c99a61a831ad12c331293a', 303, 'hanna@customer.example', '["support@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:21:00+00:00'), 'quarantined', 'builtin:attempts', NULL, NULL, 3, NULL, NULL, 3, NULL, 'the worker was ended: SIGSEGV', moment('2026-03-02T09:21:20+00:00'), NULL),
(22, '85050eb72400fa7485413ff6931b7ccaff122887856c2660af4f8c2216a866ac', 294, 'ivo@customer.example', '["support@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:22:30+00:00'), 'waiting', '', NULL, NULL, 2, 'worker-1', moment('2026-03-02T09:24:40+00:00'), 2, moment('2026-03-02T09:24:40+00:00'), 'the worker was ended: SIGSEGV', NULL, NULL),
(23, '918d7d67fb2b1ace55d46affdf3cd08e6937c5ce2e87252af2cf0037696c0525', 273, 'jan@customer.example', '["support@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:23:40+00:00'), 'waiting', '', NULL, NULL, 0, NULL, NULL, 0, NULL, NULL, NULL, NULL),
(24, '65fcb576a5fde7f392f66c5eb92d459e50461534fe743752168a587033e05a7d', 272, 'gina@customer.example', '["support@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:24:40+00:00'), 'waiting', '', NULL, NULL, 0, NULL, NULL, 0, NULL, NULL, NULL, NULL),
(25, '8590fe96a44d00e0ce85e9b12eac5b143bdf263c79fe0c9ecbe740adcdc39c99', 805, 'bob@customer.example', '["support+r1alo37wdmnsak3cbagcjpgzqb5nvz5@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:25:40+00:00'), 'waiting', '', NULL, NULL, 0, NULL, NULL, 0, NULL, NULL, NULL, NULL),
(26, 'bd59a126db97f6f4253e3bea95f7ee005e46fe7ca1975f05e48a5f4126dbe536', 1510, 'anna@example.com', '["billing@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:26:40+00:00'), 'waiting', '', NULL, NULL, 0, NULL, NULL, 0, NULL, NULL, NULL, NULL),
(27, '68afb315746ece3f7582397c9b40cc67f78f2248e2efa6f0a4dd1a3f2de58e31', 276, 'karl@customer.example', '["support@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:23:40+00:00'), 'waiting', '', NULL, NULL, 0, NULL, NULL, 0, NULL, NULL, NULL, NULL),
(28, 'eded810023a7fa5c72b8cc7c116bf2954b621229c2070c12fdbea70d0ae3ffe7', 272, 'lena@customer.example', '["support@example.com"]', 'smtp', '', '', 0, NULL, '', moment('2026-03-02T09:23:40+00:00'), 'waiting', '', NULL, NULL, 0, NULL, NULL, 0, NULL, NULL, NULL, NULL);

INSERT INTO other_addresses (address, person, since, ticket) VALUES
('bob@home.example', 'bob@customer.example', moment('2026-03-02T09:20:00+00:00'), 1);

INSERT INTO tickets (number, mailbox, subject, requester, team, assignee, status, priority, created, updated, closed, wait_until, version, unanswered, merged_into, searched_version, due) VALUES
(1, 'support@example.com', 'The printer is broken', 'bob@customer.example', 'support', 'anna@example.com', 'open', 'high', moment('2026-03-02T09:01:00+00:00'), moment('2026-03-02T09:04:00+00:00'), NULL, NULL, 4, moment('2026-03-02T09:04:00+00:00'), NULL, -1, NULL),
(2, 'billing@example.com', 'Invoice 8', 'dora@customer.example', 'support', NULL, 'closed', 'normal', moment('2026-03-02T09:05:00+00:00'), moment('2026-03-02T09:20:00+00:00'), moment('2026-03-02T09:06:00+00:00'), NULL, 3, NULL, NULL, -1, NULL),
(3, 'billing@example.com', 'Invoice 8', 'dora@customer.example', 'support', NULL, 'open', 'normal', moment('2026-03-02T09:07:00+00:00'), moment('2026-03-02T09:07:00+00:00'), NULL, NULL, 1, moment('2026-03-02T09:07:00+00:00'), NULL, -1, NULL),
(4, 'kefu@example.com', '发票问题', 'liwei@customer.example', 'support', NULL, 'open', 'normal', moment('2026-03-02T09:08:00+00:00'), moment('2026-03-02T09:08:00+00:00'), NULL, NULL, 1, moment('2026-03-02T09:08:00+00:00'), NULL, -1, NULL),
(5, 'support@example.com', 'Pens', 'pens@spam.example', 'support', NULL, 'junk', 'normal', moment('2026-03-02T09:10:00+00:00'), moment('2026-03-02T09:10:00+00:00'), NULL, NULL, 1, moment('2026-03-02T09:10:00+00:00'), NULL, -1, NULL),
(6, 'support@example.com', 'Delivery', 'frank@customer.example', 'support', NULL, 'waiting', 'normal', moment('2026-03-02T09:13:00+00:00'), moment('2026-03-02T09:14:00+00:00'), NULL, NULL, 2, NULL, NULL, -1, NULL),
(7, 'support@example.com', 'Whom can I call?', 'erik@customer.example', 'support', NULL, 'open', 'normal', moment('2026-03-02T09:15:00+00:00'), moment('2026-03-02T09:16:00+00:00'), NULL, NULL, 2, moment('2026-03-02T09:15:00+00:00'), NULL, -1, NULL);

INSERT INTO untold (id, agent, kind, mailbox, mail, ticket, letter, at) VALUES
(1, 'anna@example.com', 'unproven', 'support@example.com', 19, NULL, NULL, moment('2026-03-02T09:19:00+00:00'));

INSERT INTO aliases (id_hash, ticket, mail) VALUES
(bytes('0250f98e6c9804e94f996da9dfb1bc0a'), 2, 20),
(bytes('130edf8092d7d88aa09ce460b61bd544'), 1, 2),
(bytes('3dd7226971734d2e06b8b97220ac86c9'), 1, 3),
(bytes('42b153a4b720100a2def311066e00c12'), 3, 7),
(bytes('497bc3942cddaaf6c60795a0739abdc4'), 5, 10),
(bytes('550cb5eee5ce386c4a49aa8ecbc73b6c'), 7, 16),
(bytes('59624d8cf680367b886ee9b3cd432371'), 6, 14),
(bytes('6a1537c14e0d6290e2f89f0197abaded'), 6, NULL),
(bytes('70ecd5f9572a446d654ffc7c2c360a61'), 1, NULL),
(bytes('7b251a62a5a30a2043fab13b928c5ffc'), 2, NULL),
(bytes('7ebf737a7b8725d6808a4488caf023f8'), 1, 4),
(bytes('a3dd67afe88690bfbf05c89ae8aea2ad'), 2, 6),
(bytes('b7f8817a0fe7bd6479f2cf533b030ab4'), 1, NULL),
(bytes('b894222c34cffef9b01ef3dac952d36f'), 3, NULL),
(bytes('ba90b38c0fc2b6184bb26301f0b556b4'), 7, 15),
(bytes('d398c9e5eb802faeea69ee7bbb199246'), 1, NULL),
(bytes('e4280e59539f8c2b025d0bb327873671'), 4, 8),
(bytes('e5d2271796c3756b9749a94651465791'), 6, 13),
(bytes('e62ad1b2701f2509aa7ed45250a981ac'), 2, 5),
(bytes('e62ad1b2701f2509aa7ed45250a981ac'), 3, NULL),
(bytes('eacc0862e8f942a350fd18962fb9eb48'), 3, NULL),
(bytes('eb245019be9c6a459b9dd956027dfafa'), 7, NULL),
(bytes('eef75a89ee4656db2dbafd4ad706cce7'), 1, NULL),
(bytes('fed0f144c5b887ca38044e80e8edc0b5'), 1, 1);

INSERT INTO deeds (id, ticket, actor, cause, at, what, undone, untold) VALUES
(1, 1, 'agent:anna@example.com', 'mail 2', moment('2026-03-02T09:02:00+00:00'), '{"did": [["reply", ""], ["take", ""], ["priority", "high"], ["tag", "printer colour"], ["set", "model LX-7"]], "before": {"assignee": null, "priority": "normal", "tags": [], "fields": {}}, "after": {"assignee": "anna@example.com", "priority": "high", "tags": ["colour", "printer"], "fields": {"model": "LX-7"}}, "came": [], "went": [], "stays": [], "entries": [2], "letters": [413064188363604315], "waited": "2026-03-02T09:01:00Z", "undoes": null}', 0, 0),
(2, 1, 'agent:ben@example.com', 'mail 3', moment('2026-03-02T09:03:00+00:00'), '{"did": [["note", ""]], "before": {}, "after": {}, "came": [], "went": [], "stays": [], "entries": [3], "letters": [], "waited": null, "undoes": null}', 0, 0),
(3, 2, 'agent:ben@example.com', 'mail 6', moment('2026-03-02T09:06:00+00:00'), '{"did": [["reply", ""], ["close", ""]], "before": {"status": "open"}, "after": {"status": "closed"}, "came": [], "went": [], "stays": [], "entries": [6], "letters": [1024003322528500424], "waited": "2026-03-02T09:05:00Z", "undoes": null}', 0, 0),
(4, 6, 'agent:anna@example.com', 'mail 14', moment('2026-03-02T09:14:00+00:00'), '{"did": [["reply", ""], ["wait", ""]], "before": {"status": "open"}, "after": {"status": "waiting"}, "came": [], "went": [], "stays": [], "entries": [11], "letters": [317113615584874248], "waited": "2026-03-02T09:13:00Z", "undoes": null}', 0, 0),
(5, 7, 'agent:ben@example.com', 'mail 16', moment('2026-03-02T09:16:00+00:00'), '{"did": [["reply", ""]], "before": {}, "after": {}, "came": [], "went": [], "stays": [], "entries": [13], "letters": [112590064248260547], "waited": "2026-03-02T09:15:00Z", "undoes": null}', 0, 0);

INSERT INTO events (id, ticket, number, at, actor, cause, trust, what, detail, previous, hash) VALUES
(1, 1, 1, fixed('2026-03-02T09:01:00+00:00'), 'sender:bob@customer.example', 'mail 1', 'none', 'created', 'created at support@example.com', '0000000000000000000000000000000000000000000000000000000000000000', '6fca1756eb158706fcb3eb1b98f5ec97ab5ae6808f9ef7d6be856d2ec401c392'),
(2, 1, 2, fixed('2026-03-02T09:01:00+00:00'), 'sender:bob@customer.example', 'mail 1', 'none', 'received', 'mail from bob@customer.example', '6fca1756eb158706fcb3eb1b98f5ec97ab5ae6808f9ef7d6be856d2ec401c392', '49b0506be6d7f0abe73b84468db347b8c7e7f9fd29798a8cae4c680951f51d14'),
(3, 1, 3, fixed('2026-03-02T09:01:00+00:00'), 'rule:20-acknowledge.yaml:4 acknowledge', 'mail 1', 'none', 'reply', 'acknowledgement asked for', '49b0506be6d7f0abe73b84468db347b8c7e7f9fd29798a8cae4c680951f51d14', 'dc5b6846f24ff55732a9cbb62a7d1ee8a0a82e12bef51a62362c76db70d41025'),
(4, 1, 4, fixed('2026-03-02T09:01:00+00:00'), 'rule:30-notify.yaml:13 notify the team', 'mail 1', 'none', 'notify', 'notified team', 'dc5b6846f24ff55732a9cbb62a7d1ee8a0a82e12bef51a62362c76db70d41025', '69c61dfdb9e6f8ac4260e890b9e905c3d7010c6d1f03387cf0c3ae9ecd4c0e02'),
(5, 1, 5, fixed('2026-03-02T09:01:00+00:00'), 'sender:bob@customer.example', 'mail 1', 'none', 'letter', 'acknowledgement written to bob@customer.example', '69c61dfdb9e6f8ac4260e890b9e905c3d7010c6d1f03387cf0c3ae9ecd4c0e02', '53074e1e75a92284045bbf61e4db8315d8d3d3c822bdc3b09f837c0c6dde2178'),
(6, 1, 6, fixed('2026-03-02T09:01:00+00:00'), 'sender:bob@customer.example', 'mail 1', 'none', 'letter', 'notification written to anna@example.com', '53074e1e75a92284045bbf61e4db8315d8d3d3c822bdc3b09f837c0c6dde2178', 'aad42c2b1e9a263cfbf3189fcccb3f690ec0d36399c3ae88e1e820848374c9e9'),
(7, 1, 7, fixed('2026-03-02T09:01:00+00:00'), 'sender:bob@customer.example', 'mail 1', 'none', 'letter', 'notification written to ben@example.com', 'aad42c2b1e9a263cfbf3189fcccb3f690ec0d36399c3ae88e1e820848374c9e9', '486813f55ba135d109cb73873b59968ad71927301123fefa96f9168959c4eda5'),
(8, 1, 8, fixed('2026-03-02T09:02:00+00:00'), 'agent:anna@example.com', 'mail 2', 'token', 'reply', 'replied', '486813f55ba135d109cb73873b59968ad71927301123fefa96f9168959c4eda5', '227e6d72ab26ed27ab1c673d07031d2e3e8485c3cef6032e8c7ddb46631a06a6'),
(9, 1, 9, fixed('2026-03-02T09:02:00+00:00'), 'agent:anna@example.com', 'mail 2', 'token', 'take', 'taken', '227e6d72ab26ed27ab1c673d07031d2e3e8485c3cef6032e8c7ddb46631a06a6', '04bbd988831f2d833bd6e66c28ef84ab8ad51143449cc6f672082bcffb87921b'),
(10, 1, 10, fixed('2026-03-02T09:02:00+00:00'), 'agent:anna@example.com', 'mail 2', 'token', 'priority', 'priority high', '04bbd988831f2d833bd6e66c28ef84ab8ad51143449cc6f672082bcffb87921b', '58e374f8403cb25265d5d11bea8585301b4b6de6ba4671336c0a016506843320'),
(11, 1, 11, fixed('2026-03-02T09:02:00+00:00'), 'agent:anna@example.com', 'mail 2', 'token', 'tag', 'tagged printer colour', '58e374f8403cb25265d5d11bea8585301b4b6de6ba4671336c0a016506843320', '15c1f83298dedc7a7e5b60d31c43906901e3aec1492d824fce31c63993a598fb'),
(12, 1, 12, fixed('2026-03-02T09:02:00+00:00'), 'agent:anna@example.com', 'mail 2', 'token', 'set', 'set model LX-7', '15c1f83298dedc7a7e5b60d31c43906901e3aec1492d824fce31c63993a598fb', 'd1c9a6c5adebf55b7720bd7ec82eec3a355433c94ceb86a7d40799974f9094a3'),
(13, 1, 13, fixed('2026-03-02T09:02:00+00:00'), 'agent:anna@example.com', 'mail 2', 'token', 'letter', 'reply written to bob@customer.example', 'd1c9a6c5adebf55b7720bd7ec82eec3a355433c94ceb86a7d40799974f9094a3', '2bf97a6d731203023bd60dbed6b90ccf0b8447eeaf36f94322ab063055252b98'),
(14, 1, 14, fixed('2026-03-02T09:03:00+00:00'), 'agent:ben@example.com', 'mail 3', 'token', 'note', 'noted', '2bf97a6d731203023bd60dbed6b90ccf0b8447eeaf36f94322ab063055252b98', '442a96b1133deacd2c9170446e7fe6aac53b099827b28f93a1ac8a3fa880cf39'),
(15, 1, 15, fixed('2026-03-02T09:03:00+00:00'), 'rule:30-notify.yaml:36 notify the agent of a note', 'mail 3', 'token', 'notify', 'notified assignee', '442a96b1133deacd2c9170446e7fe6aac53b099827b28f93a1ac8a3fa880cf39', '51deba9da4bfa74c943c4e7848457bbecd085323dc0c9a077399919af02271e9'),
(16, 1, 16, fixed('2026-03-02T09:03:00+00:00'), 'agent:ben@example.com', 'mail 3', 'token', 'letter', 'notification written to anna@example.com', '51deba9da4bfa74c943c4e7848457bbecd085323dc0c9a077399919af02271e9', '993cb15d9101567f31ac1777e5763432f0f762413eb8c4ab8f92f0c967769a5f'),
(17, 1, 17, fixed('2026-03-02T09:04:00+00:00'), 'sender:bob@customer.example', 'mail 4', 'token', 'received', 'mail from bob@customer.example', '993cb15d9101567f31ac1777e5763432f0f762413eb8c4ab8f92f0c967769a5f', '1e40790e8cf5d0bd48c59471df6a40498ae8ab58d5c09a8138a7d09d9916a1b7'),
(18, 1, 18, fixed('2026-03-02T09:04:00+00:00'), 'rule:30-notify.yaml:4 notify the agent', 'mail 4', 'token', 'notify', 'notified assignee', '1e40790e8cf5d0bd48c59471df6a40498ae8ab58d5c09a8138a7d09d9916a1b7', 'afc0ecb179b1e7f1296f808d7e73ff6a6bbb155b3e552abad51e60493aee3e0a'),
(19, 1, 19, fixed('2026-03-02T09:04:00+00:00'), 'sender:bob@customer.example', 'mail 4', 'token', 'letter', 'notification written to anna@example.com', 'afc0ecb179b1e7f1296f808d7e73ff6a6bbb155b3e552abad51e60493aee3e0a', 'fe88d277bf9c6c09878ea09a126b7acad70b38f11d378ea3b90e1e28804a5b10'),
(20, 2, 1, fixed('2026-03-02T09:05:00+00:00'), 'sender:dora@customer.example', 'mail 5', 'none', 'created', 'created at billing@example.com', '0000000000000000000000000000000000000000000000000000000000000000', '0cec9eb39867514b4f8aba35a59e9edcd4e737debecd6d41f9e2a701a3f9cfb3'),
(21, 2, 2, fixed('2026-03-02T09:05:00+00:00'), 'sender:dora@customer.example', 'mail 5', 'none', 'received', 'mail from dora@customer.example', '0cec9eb39867514b4f8aba35a59e9edcd4e737debecd6d41f9e2a701a3f9cfb3', 'ae604b273c922e51ad86bb52381e0fe92d0851b1452b14e668e5b38bddd796c0'),
(22, 2, 3, fixed('2026-03-02T09:05:00+00:00'), 'rule:20-acknowledge.yaml:4 acknowledge', 'mail 5', 'none', 'reply', 'acknowledgement asked for', 'ae604b273c922e51ad86bb52381e0fe92d0851b1452b14e668e5b38bddd796c0', 'a1fb3d4da816db1558d7ab42424f301cce11b3b649cf4e54f6b0b28c9edaf296'),
(23, 2, 4, fixed('2026-03-02T09:05:00+00:00'), 'rule:30-notify.yaml:13 notify the team', 'mail 5', 'none', 'notify', 'notified team', 'a1fb3d4da816db1558d7ab42424f301cce11b3b649cf4e54f6b0b28c9edaf296', '76618c8ddc0b011c269a3976e568e55174bafd1d870f5f15a176ed6fde2aa039'),
(24, 2, 5, fixed('2026-03-02T09:05:00+00:00'), 'sender:dora@customer.example', 'mail 5', 'none', 'letter', 'acknowledgement written to dora@customer.example', '76618c8ddc0b011c269a3976e568e55174bafd1d870f5f15a176ed6fde2aa039', '4619fb5e679d44851b943e967fad0bd1c24f3efb3884a7317f0f102478d93929'),
(25, 2, 6, fixed('2026-03-02T09:05:00+00:00'), 'sender:dora@customer.example', 'mail 5', 'none', 'letter', 'notification written to anna@example.com', '4619fb5e679d44851b943e967fad0bd1c24f3efb3884a7317f0f102478d93929', '623ec868da8f1ddfb55048e5a38d9ad4bd4108949ca75f88034d54d2be9c2cd0'),
(26, 2, 7, fixed('2026-03-02T09:05:00+00:00'), 'sender:dora@customer.example', 'mail 5', 'none', 'letter', 'notification written to ben@example.com', '623ec868da8f1ddfb55048e5a38d9ad4bd4108949ca75f88034d54d2be9c2cd0', 'ccb5fef6054d7e4e39977d129cb491e94801b86a7b46a9c3b844b1bc888dac3c'),
(27, 2, 8, fixed('2026-03-02T09:06:00+00:00'), 'agent:ben@example.com', 'mail 6', 'token', 'reply', 'replied', 'ccb5fef6054d7e4e39977d129cb491e94801b86a7b46a9c3b844b1bc888dac3c', 'f16c433aef5be9efe2cc535b933be44861eda5a76ec1d9958a856a9c7a987c0d'),
(28, 2, 9, fixed('2026-03-02T09:06:00+00:00'), 'agent:ben@example.com', 'mail 6', 'token', 'close', 'closed', 'f16c433aef5be9efe2cc535b933be44861eda5a76ec1d9958a856a9c7a987c0d', '21307d528a8b4b3de939221d62f0df357a861333b50d7129e52fb3cb70794043'),
(29, 2, 10, fixed('2026-03-02T09:06:00+00:00'), 'agent:ben@example.com', 'mail 6', 'token', 'letter', 'reply written to dora@customer.example', '21307d528a8b4b3de939221d62f0df357a861333b50d7129e52fb3cb70794043', 'ca5dbc2435380d0cc4765a58f1fd4ee3bf575d85a954257d843882fcbc2af9ad'),
(30, 3, 1, fixed('2026-03-02T09:07:00+00:00'), 'sender:dora@customer.example', 'mail 7', 'token', 'created', 'created at billing@example.com', '0000000000000000000000000000000000000000000000000000000000000000', 'c3af16ba3fc5604c56be0d6783c292f0ce41493545822703a5ac997752cc889c'),
(31, 3, 2, fixed('2026-03-02T09:07:00+00:00'), 'sender:dora@customer.example', 'mail 7', 'token', 'received', 'mail from dora@customer.example', 'c3af16ba3fc5604c56be0d6783c292f0ce41493545822703a5ac997752cc889c', '90888466b2b1f20457ad3dfb3af6b1a7d8c940d44cdd10aee737fe69391e0d49'),
(32, 3, 3, fixed('2026-03-02T09:07:00+00:00'), 'builtin:possibly-related', 'mail 7', 'token', 'link', 'linked to #2', '90888466b2b1f20457ad3dfb3af6b1a7d8c940d44cdd10aee737fe69391e0d49', '4b087d2911d49c774ec9ddd9dcc25e16ac6a7a3f8be548dca0882e3e514617a8'),
(33, 3, 4, fixed('2026-03-02T09:07:00+00:00'), 'rule:20-acknowledge.yaml:4 acknowledge', 'mail 7', 'token', 'reply', 'acknowledgement asked for', '4b087d2911d49c774ec9ddd9dcc25e16ac6a7a3f8be548dca0882e3e514617a8', 'c4b2be6dfbc987f6fdd008af1b0fd7b715e42d96de757a8aee29ba36ef6af39d'),
(34, 3, 5, fixed('2026-03-02T09:07:00+00:00'), 'rule:30-notify.yaml:13 notify the team', 'mail 7', 'token', 'notify', 'notified team', 'c4b2be6dfbc987f6fdd008af1b0fd7b715e42d96de757a8aee29ba36ef6af39d', '14e43b76bc9f05af19a41d276cf4262d6fef424497e9ba2ba0dd1f666f87983e'),
(35, 3, 6, fixed('2026-03-02T09:07:00+00:00'), 'sender:dora@customer.example', 'mail 7', 'token', 'letter', 'notification written to anna@example.com', '14e43b76bc9f05af19a41d276cf4262d6fef424497e9ba2ba0dd1f666f87983e', '9f6c5538d7613b87fedcafa1c8546e4adfc00220cb529873e5295b92a48aea33'),
(36, 3, 7, fixed('2026-03-02T09:07:00+00:00'), 'sender:dora@customer.example', 'mail 7', 'token', 'letter', 'notification written to ben@example.com', '9f6c5538d7613b87fedcafa1c8546e4adfc00220cb529873e5295b92a48aea33', 'bb1b168e4de1090c5e6f628fc1920c43c1bd4a58aa9321b99b8288e1d0479bb6'),
(37, 3, 8, fixed('2026-03-02T09:07:00+00:00'), 'sender:dora@customer.example', 'mail 7', 'token', 'suppressed', 'no acknowledgement to dora@customer.example: governor: 1 automatic letters for this mailbox to this address in 24 hours are the limit', 'bb1b168e4de1090c5e6f628fc1920c43c1bd4a58aa9321b99b8288e1d0479bb6', '72caeae6fe883f46cd15309b88991a89d1ea7d03763e92ff3988e134c090429e'),
(38, 4, 1, fixed('2026-03-02T09:08:00+00:00'), 'sender:liwei@customer.example', 'mail 8', 'none', 'created', 'created at kefu@example.com', '0000000000000000000000000000000000000000000000000000000000000000', '877b171b984612b12a2f58db330f1dfa7d6ade47742c064484097c91f681f238'),
(39, 4, 2, fixed('2026-03-02T09:08:00+00:00'), 'sender:liwei@customer.example', 'mail 8', 'none', 'received', 'mail from liwei@customer.example', '877b171b984612b12a2f58db330f1dfa7d6ade47742c064484097c91f681f238', 'bea947edb2c70b9e1d1a5b077e2f7604149d7ab0274f245f91f7b92f64484f6f'),
(40, 4, 3, fixed('2026-03-02T09:08:00+00:00'), 'rule:20-acknowledge.yaml:4 acknowledge', 'mail 8', 'none', 'reply', 'acknowledgement asked for', 'bea947edb2c70b9e1d1a5b077e2f7604149d7ab0274f245f91f7b92f64484f6f', '3e49ac55c1285e157fe27d2d31df2e5454e7ab54a10507c86c26af73154c2c35'),
(41, 4, 4, fixed('2026-03-02T09:08:00+00:00'), 'rule:30-notify.yaml:13 notify the team', 'mail 8', 'none', 'notify', 'notified team', '3e49ac55c1285e157fe27d2d31df2e5454e7ab54a10507c86c26af73154c2c35', '96802ae1325458590328cc155e2c28d240142fe8a00ceff25149c2bb40bdfc6d'),
(42, 4, 5, fixed('2026-03-02T09:08:00+00:00'), 'sender:liwei@customer.example', 'mail 8', 'none', 'letter', 'acknowledgement written to liwei@customer.example: captured (the mailbox says deliver: capture)', '96802ae1325458590328cc155e2c28d240142fe8a00ceff25149c2bb40bdfc6d', '76149a023d5aa76e26ac305714ea6ec58a5000cf213077e3c8bdb5c65da6d2d6'),
(43, 4, 6, fixed('2026-03-02T09:08:00+00:00'), 'sender:liwei@customer.example', 'mail 8', 'none', 'letter', 'notification written to anna@example.com: captured (the mailbox says deliver: capture)', '76149a023d5aa76e26ac305714ea6ec58a5000cf213077e3c8bdb5c65da6d2d6', '195d8763dc81c8aaf8657c84d115114a3a465e892993ef1ba3743af6b603e9de'),
(44, 4, 7, fixed('2026-03-02T09:08:00+00:00'), 'sender:liwei@customer.example', 'mail 8', 'none', 'letter', 'notification written to ben@example.com: captured (the mailbox says deliver: capture)', '195d8763dc81c8aaf8657c84d115114a3a465e892993ef1ba3743af6b603e9de', 'ba23ac531f90a21d8fb582bb8a87ad8b383ead4f7d64f16a51dfc23d125e7de7'),
(45, 5, 1, fixed('2026-03-02T09:10:00+00:00'), 'sender:pens@spam.example', 'mail 10', 'none', 'created', 'created at support@example.com', '0000000000000000000000000000000000000000000000000000000000000000', '1c63462ed521a4eb5dabe3cfee245dfebdadd9e1f5c2ea47186c9fca5ce241bd'),
(46, 5, 2, fixed('2026-03-02T09:10:00+00:00'), 'sender:pens@spam.example', 'mail 10', 'none', 'received', 'mail from pens@spam.example junk', '1c63462ed521a4eb5dabe3cfee245dfebdadd9e1f5c2ea47186c9fca5ce241bd', 'ecd45380c111f3a9df2c3677122959566e6ff1f207508b4e717b75c582a1f07a'),
(47, 5, 3, fixed('2026-03-02T09:10:00+00:00'), 'builtin:junk', 'mail 10', 'none', 'junk', 'junk', 'ecd45380c111f3a9df2c3677122959566e6ff1f207508b4e717b75c582a1f07a', 'b4dee1115309603dfd996f1b833a803ef7b95eaca91fcd4fa06e2e9ce886d786'),
(48, 4, 8, fixed('2026-03-02T09:12:00+00:00'), 'builtin:correction', 'mail 12', 'token', 'refused', 'nothing left: builtin:correction', 'ba23ac531f90a21d8fb582bb8a87ad8b383ead4f7d64f16a51dfc23d125e7de7', '70e73535db5bac21fb20156aba5ea8cd624465fdbd1ae8c787123dd34ff6ba55'),
(49, 4, 9, fixed('2026-03-02T09:12:00+00:00'), 'builtin:correction', 'mail 12', 'token', 'letter', 'correction written to anna@example.com: captured (the mailbox says deliver: capture)', '70e73535db5bac21fb20156aba5ea8cd624465fdbd1ae8c787123dd34ff6ba55', '3db053c4acf15c68a36253d9224db25ae31bec34e1730fc66c0ebeac749ff0eb'),
(50, 6, 1, fixed('2026-03-02T09:13:00+00:00'), 'sender:frank@customer.example', 'mail 13', 'none', 'created', 'created at support@example.com', '0000000000000000000000000000000000000000000000000000000000000000', '86365fbafdb124f7697c43f36b75e0c4b2f5a44711263aabdb88eac31e61e6e4'),
(51, 6, 2, fixed('2026-03-02T09:13:00+00:00'), 'sender:frank@customer.example', 'mail 13', 'none', 'received', 'mail from frank@customer.example', '86365fbafdb124f7697c43f36b75e0c4b2f5a44711263aabdb88eac31e61e6e4', 'd1b3e4594d11c4329580bd151e2fe00f60d677e776830317cbb60ab68c59c9aa'),
(52, 6, 3, fixed('2026-03-02T09:13:00+00:00'), 'rule:20-acknowledge.yaml:4 acknowledge', 'mail 13', 'none', 'reply', 'acknowledgement asked for', 'd1b3e4594d11c4329580bd151e2fe00f60d677e776830317cbb60ab68c59c9aa', '230c95deddfb2e5e78d00e36f09a2e031b039769ac6c9280da44e352e176543f'),
(53, 6, 4, fixed('2026-03-02T09:13:00+00:00'), 'rule:30-notify.yaml:13 notify the team', 'mail 13', 'none', 'notify', 'notified team', '230c95deddfb2e5e78d00e36f09a2e031b039769ac6c9280da44e352e176543f', '4b33b3b3b9c554e2cfe4a5e6bef4b8fa99ec46a89039044b95bd5a0404b731a2'),
(54, 6, 5, fixed('2026-03-02T09:13:00+00:00'), 'sender:frank@customer.example', 'mail 13', 'none', 'letter', 'acknowledgement written to frank@customer.example', '4b33b3b3b9c554e2cfe4a5e6bef4b8fa99ec46a89039044b95bd5a0404b731a2', 'cfc02eadfe45caa0a9e50c5d36d44e6e680e511f867361a31d2e83b272375933'),
(55, 6, 6, fixed('2026-03-02T09:13:00+00:00'), 'sender:frank@customer.example', 'mail 13', 'none', 'letter', 'notification written to anna@example.com', 'cfc02eadfe45caa0a9e50c5d36d44e6e680e511f867361a31d2e83b272375933', '6acfa8a19729bcd983d1e2992c5f9876f2b5171469c882fda6cd7035f5e9254c'),
(56, 6, 7, fixed('2026-03-02T09:13:00+00:00'), 'sender:frank@customer.example', 'mail 13', 'none', 'letter', 'notification written to ben@example.com', '6acfa8a19729bcd983d1e2992c5f9876f2b5171469c882fda6cd7035f5e9254c', 'c304065f1f58fc0dd9960905cc4f840f891bf32f3f16542ae8c55821c627e09b'),
(57, 6, 8, fixed('2026-03-02T09:14:00+00:00'), 'agent:anna@example.com', 'mail 14', 'token', 'reply', 'replied', 'c304065f1f58fc0dd9960905cc4f840f891bf32f3f16542ae8c55821c627e09b', '3f835ff0e46fbfead072408e3423f08efbc27f6a0804cc56505496153aac2948'),
(58, 6, 9, fixed('2026-03-02T09:14:00+00:00'), 'agent:anna@example.com', 'mail 14', 'token', 'wait', 'waiting', '3f835ff0e46fbfead072408e3423f08efbc27f6a0804cc56505496153aac2948', 'ad7d415e979573e4fce3070ba89596ba431e34d009d9c7d678d5f78c22f82d38'),
(59, 6, 10, fixed('2026-03-02T09:14:00+00:00'), 'agent:anna@example.com', 'mail 14', 'token', 'letter', 'reply written to frank@customer.example', 'ad7d415e979573e4fce3070ba89596ba431e34d009d9c7d678d5f78c22f82d38', '537ba084d1dac336b81ded3e0fc1b4e6a712ad0ffa708a77b99553867b1edab9'),
(60, 7, 1, fixed('2026-03-02T09:15:00+00:00'), 'sender:erik@customer.example', 'mail 15', 'none', 'created', 'created at support@example.com', '0000000000000000000000000000000000000000000000000000000000000000', '5496681bb0924a952ae3864357e37b2612329bd3dca02d04e82e3bc11f657707'),
(61, 7, 2, fixed('2026-03-02T09:15:00+00:00'), 'sender:erik@customer.example', 'mail 15', 'none', 'received', 'mail from erik@customer.example', '5496681bb0924a952ae3864357e37b2612329bd3dca02d04e82e3bc11f657707', 'e1b6594d488187a52a37d55b490a6f8ee835acf2cf149f4d0d315d86c8ded184'),
(62, 7, 3, fixed('2026-03-02T09:15:00+00:00'), 'rule:20-acknowledge.yaml:4 acknowledge', 'mail 15', 'none', 'reply', 'acknowledgement asked for', 'e1b6594d488187a52a37d55b490a6f8ee835acf2cf149f4d0d315d86c8ded184', 'eb8d38d044925f4102ce8d9e51d46ce0779552c4de12b83d31f63992357e3ab7'),
(63, 7, 4, fixed('2026-03-02T09:15:00+00:00'), 'rule:30-notify.yaml:13 notify the team', 'mail 15', 'none', 'notify', 'notified team', 'eb8d38d044925f4102ce8d9e51d46ce0779552c4de12b83d31f63992357e3ab7', '0c3475f25dde4351e0e9fc8e27deaefe53aa54518b67eedacd0cfa31a8e19d4e'),
(64, 7, 5, fixed('2026-03-02T09:15:00+00:00'), 'sender:erik@customer.example', 'mail 15', 'none', 'letter', 'acknowledgement written to erik@customer.example', '0c3475f25dde4351e0e9fc8e27deaefe53aa54518b67eedacd0cfa31a8e19d4e', 'e04139bf69891b273d4f97eacf48a5d2840cc3229d6ec7c4b0076b93abc5be01'),
(65, 7, 6, fixed('2026-03-02T09:15:00+00:00'), 'sender:erik@customer.example', 'mail 15', 'none', 'letter', 'notification written to anna@example.com', 'e04139bf69891b273d4f97eacf48a5d2840cc3229d6ec7c4b0076b93abc5be01', 'd8f5e1965aca7929fbdfb3aec2b79fcece84da3a297fd9fde63a2a20338c9cd7'),
(66, 7, 7, fixed('2026-03-02T09:15:00+00:00'), 'sender:erik@customer.example', 'mail 15', 'none', 'letter', 'notification written to ben@example.com', 'd8f5e1965aca7929fbdfb3aec2b79fcece84da3a297fd9fde63a2a20338c9cd7', '9cdf5cc829e4a4bc93a6e151a15997cdf204b155f1a9abd08e91ef110b692971'),
(67, 7, 8, fixed('2026-03-02T09:16:00+00:00'), 'agent:ben@example.com', 'mail 16', 'token', 'reply', 'replied', '9cdf5cc829e4a4bc93a6e151a15997cdf204b155f1a9abd08e91ef110b692971', '3ec1662e44bf8f52fb914de645f6ec0b3a5c7a84b15d9a6f072d059e05842f6a'),
(68, 7, 9, fixed('2026-03-02T09:16:00+00:00'), 'agent:ben@example.com', 'mail 16', 'token', 'letter', 'reply written to erik@customer.example: held (the private address of an agent stands in it: anna@example.com)', '3ec1662e44bf8f52fb914de645f6ec0b3a5c7a84b15d9a6f072d059e05842f6a', '3d839dbbd9204abe7b31dc04c2c780c91c05f7265428ca3c9a357168b0034840'),
(69, 7, 10, fixed('2026-03-02T09:16:00+00:00'), 'agent:ben@example.com', 'mail 16', 'token', 'letter', 'held written to ben@example.com', '3d839dbbd9204abe7b31dc04c2c780c91c05f7265428ca3c9a357168b0034840', '586fa5dba050e03337b12cd5ec01046f45471b3c0f206b224fb7ade5b2c6ba39'),
(70, 2, 11, fixed('2026-03-02T09:20:00+00:00'), 'sender:mailer-daemon@relay.example', 'mail 20', 'none', 'received', 'mail from mailer-daemon@relay.example report', 'ca5dbc2435380d0cc4765a58f1fd4ee3bf575d85a954257d843882fcbc2af9ad', '88bc325db8257d1ff023a9a55cab663964f1577087ef7b56d3a0d3f23ea95693'),
(71, 2, 12, fixed('2026-03-02T09:20:00+00:00'), 'rule:30-notify.yaml:29 notify the team of a failed delivery', 'mail 20', 'none', 'notify', 'notified team', '88bc325db8257d1ff023a9a55cab663964f1577087ef7b56d3a0d3f23ea95693', 'd87d8751e7af3933f3a5b9b1e43308150b5584cc794a93ddfd8ad4211e5066a9'),
(72, 2, 13, fixed('2026-03-02T09:20:00+00:00'), 'sender:mailer-daemon@relay.example', 'mail 20', 'none', 'letter', 'notification written to anna@example.com', 'd87d8751e7af3933f3a5b9b1e43308150b5584cc794a93ddfd8ad4211e5066a9', '9ecaaf01641b4ba43a98a9f0432d939d5227e20cc94378acca8186684483ee85');

INSERT INTO fields (ticket, name, value) VALUES
(1, 'model', 'LX-7');

INSERT INTO imap_mails (account, folder, uidvalidity, uid, sha256, mail, tidied) VALUES
('help@imap.example.com', 'INBOX', 1700000000, 41, '68afb315746ece3f7582397c9b40cc67f78f2248e2efa6f0a4dd1a3f2de58e31', 27, 1),
('help@imap.example.com', 'INBOX', 1700000000, 42, 'eded810023a7fa5c72b8cc7c116bf2954b621229c2070c12fdbea70d0ae3ffe7', 28, 0);

INSERT INTO letters (id, kind, ticket, mailbox, person, shown, message_id, current_message, answer, automatic, created, expires, about_mail) VALUES
(5318216008177790, 'held', 7, 'support@example.com', 'ben@example.com', '["ben@example.com"]', '<m1aaexe4ouadgd6u64pzhi35wet5f6d@example.com>', 13, 'reply', 1, moment('2026-03-02T09:16:00+00:00'), moment('2026-05-31T09:16:00+00:00'), NULL),
(7851689688630869, 'unproven', NULL, 'support@example.com', 'anna@example.com', '["anna@example.com"]', '<c1aag7fch3mobsv5d3mtpz75zlqvcd3@example.com>', 0, 'note', 1, moment('2026-03-02T09:17:00+00:00'), moment('2026-03-03T09:17:00+00:00'), 17),
(18441700301559867, 'notification', 7, 'support@example.com', 'anna@example.com', '["anna@example.com"]', '<m1aaqmeudzyowb3so3twujdh24hqnxk@example.com>', 12, 'reply', 1, moment('2026-03-02T09:15:00+00:00'), moment('2026-05-31T09:15:00+00:00'), NULL),
(24828356823699773, 'notification', 2, 'billing@example.com', 'anna@example.com', '["anna@example.com"]', '<m1aawbvijgnkuj5vnkl6k3m223qodzs@example.com>', 5, 'reply', 1, moment('2026-03-02T09:05:00+00:00'), moment('2026-05-31T09:05:00+00:00'), NULL),
(32180921002427611, 'notification', 1, 'support@example.com', 'ben@example.com', '["ben@example.com"]', '<m1aa4sumcgokbg3yx3kwbwwr62auh57@example.com>', 1, 'reply', 1, moment('2026-03-02T09:01:00+00:00'), moment('2026-05-31T09:01:00+00:00'), NULL),
(55981925616838057, 'acknowledgement', 2, 'billing@example.com', 'dora@customer.example', '["dora@customer.example"]', '<m1abrxdipddxznjhfkuhg4g2ednbakm@example.com>', 5, 'inbound', 1, moment('2026-03-02T09:05:00+00:00'), moment('2027-04-06T09:05:00+00:00'), NULL),
(112590064248260547, 'reply', 7, 'support@example.com', 'erik@customer.example', '["erik@customer.example"]', '<m1adeaaceqmdb6dhzi572ybqqcuhtvq@example.com>', 13, 'inbound', 0, moment('2026-03-02T09:16:00+00:00'), moment('2027-04-06T09:16:00+00:00'), NULL),
(117945499747229016, 'notification', 6, 'support@example.com', 'ben@example.com', '["ben@example.com"]', '<m1adiygz2puuhkybudmhcokyajup6gt@example.com>', 10, 'reply', 1, moment('2026-03-02T09:13:00+00:00'), moment('2026-05-31T09:13:00+00:00'), NULL),
(141284320340235179, 'unproven', NULL, 'support@example.com', 'anna@example.com', '["anna@example.com"]', '<c1ad5prk47dmu5lsemyihv74td6zmo7@example.com>', 0, 'note', 1, moment('2026-03-02T09:18:00+00:00'), moment('2026-03-03T09:18:00+00:00'), 18),
(158523784492522989, 'notification', 7, 'support@example.com', 'ben@example.com', '["ben@example.com"]', '<m1aemzqrldsbhpn5m5cp7wjhbgnb7gk@example.com>', 12, 'reply', 1, moment('2026-03-02T09:15:00+00:00'), moment('2026-05-31T09:15:00+00:00'), NULL),
(180761995246482716, 'notification', 4, 'kefu@example.com', 'ben@example.com', '["ben@example.com"]', '<m1afarscozy5ni4ittxie2vaee4gsyf@example.com>', 8, 'reply', 1, moment('2026-03-02T09:08:00+00:00'), moment('2026-05-31T09:08:00+00:00'), NULL),
(208347340138605145, 'notification', 4, 'kefu@example.com', 'anna@example.com', '["anna@example.com"]', '<m1afzbszvhnx2szbhrqjlnffkn3rg62@example.com>', 8, 'reply', 1, moment('2026-03-02T09:08:00+00:00'), moment('2026-05-31T09:08:00+00:00'), NULL),
(317113615584874248, 'reply', 6, 'support@example.com', 'frank@customer.example', '["frank@customer.example"]', '<m1aizu5e45gatyiadownznn2x7v7tnk@example.com>', 11, 'inbound', 0, moment('2026-03-02T09:14:00+00:00'), moment('2027-04-06T09:14:00+00:00'), NULL),
(343143708128477338, 'notification', 2, 'billing@example.com', 'ben@example.com', '["ben@example.com"]', '<m1ajqyxmjw6rae2pprgzy7c57p7yyuv@example.com>', 5, 'reply', 1, moment('2026-03-02T09:05:00+00:00'), moment('2026-05-31T09:05:00+00:00'), NULL),
(396312072484313488, 'notification', 1, 'support@example.com', 'anna@example.com', '["anna@example.com"]', '<m1ak773xlwkawmqfb46qnkzavzbm53y@example.com>', 3, 'note', 1, moment('2026-03-02T09:03:00+00:00'), moment('2026-05-31T09:03:00+00:00'), NULL),
(413064188363604315, 'reply', 1, 'support@example.com', 'bob@customer.example', '["bob@customer.example"]', '<m1alo37wdmnsak35mckc6mscdk5bmdy@example.com>', 2, 'inbound', 0, moment('2026-03-02T09:02:00+00:00'), moment('2027-04-06T09:02:00+00:00'), NULL),
(431171893569511510, 'acknowledgement', 6, 'support@example.com', 'frank@customer.example', '["frank@customer.example"]', '<m1al66urwavpycwcldsmhji34jbmvmd@example.com>', 10, 'inbound', 1, moment('2026-03-02T09:13:00+00:00'), moment('2027-04-06T09:13:00+00:00'), NULL),
(503136195247589893, 'notification', 6, 'support@example.com', 'anna@example.com', '["anna@example.com"]', '<m1an637wqxv7sqfc42dglyxixtxir7u@example.com>', 10, 'reply', 1, moment('2026-03-02T09:13:00+00:00'), moment('2026-05-31T09:13:00+00:00'), NULL),
(545446033903807092, 'notification', 2, 'billing@example.com', 'anna@example.com', '["anna@example.com"]', '<m1apeoqi4tpw2tun426r5dehz24vdot@example.com>', 14, 'reply', 1, moment('2026-03-02T09:20:00+00:00'), moment('2026-05-31T09:20:00+00:00'), NULL),
(620989412873425409, 'acknowledgement', 4, 'kefu@example.com', 'liwei@customer.example', '["liwei@customer.example"]', '<m1arhrssszzsuqbukhntipeejf7mjba@example.com>', 8, 'inbound', 1, moment('2026-03-02T09:08:00+00:00'), moment('2027-04-06T09:08:00+00:00'), NULL),
(622032180831450441, 'unproven', NULL, 'support@example.com', 'anna@example.com', '["anna@example.com"]', '<c1aripg7eevd5kjqdgq7y4dwlsqgcuf@example.com>', 0, 'note', 1, moment('2026-03-02T09:11:00+00:00'), moment('2026-03-03T09:11:00+00:00'), 11),
(800710003479909756, 'notification', 1, 'support@example.com', 'anna@example.com', '["anna@example.com"]', '<m1awhfrqf6ylfl4ur5do6e6en6bfemz@example.com>', 1, 'reply', 1, moment('2026-03-02T09:01:00+00:00'), moment('2026-05-31T09:01:00+00:00'), NULL),
(930486104698380386, 'notification', 1, 'support@example.com', 'anna@example.com', '["anna@example.com"]', '<m1az2oaf2vpxydclfqmqndj3wkwoqgx@example.com>', 4, 'reply', 1, moment('2026-03-02T09:04:00+00:00'), moment('2026-05-31T09:04:00+00:00'), NULL),
(957402725837840971, 'correction', 4, 'kefu@example.com', 'anna@example.com', '["anna@example.com"]', '<m1a2slawtsi4islzkzeu3z44cf7vnth@example.com>', 8, 'reply', 1, moment('2026-03-02T09:12:00+00:00'), moment('2026-05-31T09:12:00+00:00'), 12),
(987612138204094249, 'acknowledgement', 7, 'support@example.com', 'erik@customer.example', '["erik@customer.example"]', '<m1a3nfuahiyjxzjzx34xcgh6xprgvwc@example.com>', 12, 'inbound', 1, moment('2026-03-02T09:15:00+00:00'), moment('2027-04-06T09:15:00+00:00'), NULL),
(999328486464494431, 'notification', 3, 'billing@example.com', 'ben@example.com', '["ben@example.com"]', '<m1a3xst6242kg27u247zjs4ff25al3m@example.com>', 7, 'reply', 1, moment('2026-03-02T09:07:00+00:00'), moment('2026-05-31T09:07:00+00:00'), NULL),
(1005185217302892055, 'acknowledgement', 1, 'support@example.com', 'bob@customer.example', '["bob@customer.example"]', '<m1a34zcuernadqxrpz2yvih5zumvysl@example.com>', 1, 'inbound', 1, moment('2026-03-02T09:01:00+00:00'), moment('2027-04-06T09:01:00+00:00'), NULL),
(1024003322528500424, 'reply', 2, 'billing@example.com', 'dora@customer.example', '["dora@customer.example"]', '<m1a4np5tcycdcwinmwcgj4c4yamuu3o@example.com>', 6, 'inbound', 0, moment('2026-03-02T09:06:00+00:00'), moment('2027-04-06T09:06:00+00:00'), NULL),
(1097779627807935020, 'notification', 3, 'billing@example.com', 'anna@example.com', '["anna@example.com"]', '<m1a6payyfksocrmhsjznyjqj5xz4d2b@example.com>', 7, 'reply', 1, moment('2026-03-02T09:07:00+00:00'), moment('2026-05-31T09:07:00+00:00'), NULL);

INSERT INTO links (ticket, other, kind) VALUES
(2, 3, 'related'),
(3, 2, 'related');

INSERT INTO messages (id, ticket, kind, author, author_name, text, reply, created, mail, message_id, nature, trust, flags, attachments) VALUES
(1, 1, 'inbound', 'bob@customer.example', 'Bob Müller', 'It prints only blue, and it''s the third time. Straße 1, İstanbul, 100 %.

Bob', 'It prints only blue, and it''s the third time. Straße 1, İstanbul, 100 %.

Bob', moment('2026-03-02T09:01:00+00:00'), 1, '<1@customer.example>', 'human', 'none', '[]', '[]'),
(2, 1, 'reply', 'anna@example.com', 'Anna', '#take
#high
#tag printer colour
#set model=LX-7

Please change the ink.

On Monday, Example Support <support@example.com> wrote:
> ##- Write your answer above this line -##
> 
> Your answer goes to Bob Müller <bob@customer.example>. Begin with #note to keep it internal, for Ben.
> 
> Ticket 1 · open · normal · nobody''s yet · team support
> 
> The printer is broken
> The mail also went to carol@customer.example. To have them in your answers from now on, write: #cc carol@customer.example
> 
> --- Bob Müller <bob@customer.example>, 2026-03-02 09:01 UTC ---
> 
> It prints only blue, and it''s the third time. Straße 1, İstanbul, 100 %.
> 
> Bob
> 
> --- Commands, one a line at the top of your answer ---
> #take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net   #undo
> 
> --- Tap and send the mail that opens, or answer with the word beside it ---
> Answer and close (#close): <mailto:support%2Bw1awhfrqf6ylfl44u7qcezdigmr6nvc@example.com?subject=Re%3A%20%5B%231%5D%20The%20printer%20is%20broken>
> Take it (#take): <mailto:support%2Bt1awhfrqf6ylfl4pha2wkfsglddlio4@example.com?subject=%5B%231%5D%20Take%20it&body=%23note%0D%0A>
> Close without an answer (#close): <mailto:support%2Bd1awhfrqf6ylfl4bcjbkqulivrm3zmh@example.com?subject=%5B%231%5D%20Close%20without%20an%20answer&body=%23note%0D%0A>
> Until the next working morning (#snooze 1d): <mailto:support%2Bz1awhfrqf6ylfl4fojvqmhtghoc263c@example.com?subject=%5B%231%5D%20Until%20the%20next%20working%20morning&body=%23note%0D%0A>
> Spam (#spam): <mailto:support%2Bj1awhfrqf6ylfl4t5cadofjntrdwyw2@example.com?subject=%5B%231%5D%20Spam&body=%23note%0D%0A>', 'Please change the ink.', moment('2026-03-02T09:02:00+00:00'), 2, NULL, 'human', 'token', '[]', '[]'),
(3, 1, 'note', 'ben@example.com', 'Ben', '#note

Third time: perhaps we should replace it.

On Monday, Example Support <support@example.com> wrote:
> ##- Write your answer above this line -##
> 
> Your answer goes to Bob Müller <bob@customer.example>. Begin with #note to keep it internal, for Anna.
> 
> Ticket 1 · open · normal · nobody''s yet · team support
> 
> The printer is broken
> The mail also went to carol@customer.example. To have them in your answers from now on, write: #cc carol@customer.example
> 
> --- Bob Müller <bob@customer.example>, 2026-03-02 09:01 UTC ---
> 
> It prints only blue, and it''s the third time. Straße 1, İstanbul, 100 %.
> 
> Bob
> 
> --- Commands, one a line at the top of your answer ---
> #take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net   #undo
> 
> --- Tap and send the mail that opens, or answer with the word beside it ---
> Answer and close (#close): <mailto:support%2Bw1aa4sumcgokbg3symlks5vphf6d3pc@example.com?subject=Re%3A%20%5B%231%5D%20The%20printer%20is%20broken>
> Take it (#take): <mailto:support%2Bt1aa4sumcgokbg33dsggmtdywvwqbhv@example.com?subject=%5B%231%5D%20Take%20it&body=%23note%0D%0A>
> Close without an answer (#close): <mailto:support%2Bd1aa4sumcgokbg3wk4g7uesznaosfws@example.com?subject=%5B%231%5D%20Close%20without%20an%20answer&body=%23note%0D%0A>
> Until the next working morning (#snooze 1d): <mailto:support%2Bz1aa4sumcgokbg32eflcecw6f6atigl@example.com?subject=%5B%231%5D%20Until%20the%20next%20working%20morning&body=%23note%0D%0A>
> Spam (#spam): <mailto:support%2Bj1aa4sumcgokbg3uvaigvc36o6tqgct@example.com?subject=%5B%231%5D%20Spam&body=%23note%0D%0A>', 'Third time: perhaps we should replace it.', moment('2026-03-02T09:03:00+00:00'), 3, NULL, 'human', 'token', '[]', '[]'),
(4, 1, 'inbound', 'bob@customer.example', '', 'It works, but now only green.

On Monday, "Anna (Example Support)" <support@example.com> wrote:
> Please change the ink.
> 
> On Monday, 2 March 2026 at 09:01 UTC, Bob Müller wrote:
> > It prints only blue, and it''s the third time. Straße 1, İstanbul, 100 %.
> >
> > Bob', 'It works, but now only green.', moment('2026-03-02T09:04:00+00:00'), 4, '<4@customer.example>', 'human', 'token', '[]', '[]'),
(5, 2, 'inbound', 'dora@customer.example', '', 'Wrong address.', 'Wrong address.', moment('2026-03-02T09:05:00+00:00'), 5, '<5@customer.example>', 'human', 'none', '[]', '[]'),
(6, 2, 'reply', 'ben@example.com', 'Ben', '#close
Corrected.

On Monday, Example Billing <billing@example.com> wrote:
> ##- Write your answer above this line -##
> 
> Your answer goes to dora@customer.example. Begin with #note to keep it internal, for Anna.
> 
> Ticket 2 · open · normal · nobody''s yet · team support
> 
> Invoice 8
> 
> --- dora@customer.example, 2026-03-02 09:05 UTC ---
> 
> Wrong address.
> 
> --- Commands, one a line at the top of your answer ---
> #take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net   #undo
> 
> --- Tap and send the mail that opens, or answer with the word beside it ---
> Answer and close (#close): <mailto:billing@example.com?subject=Re%3A%20%5B%232%5D%20Invoice%208%20%28w1ajqyxmjw6rae2jnb5nh7k7yefqjue%29>
> Take it (#take): <mailto:billing@example.com?subject=%5B%232%5D%20Take%20it%20%28t1ajqyxmjw6rae2avh4eicaeoubxh2u%29&body=%23note%0D%0A>
> Close without an answer (#close): <mailto:billing@example.com?subject=%5B%232%5D%20Close%20without%20an%20answer%20%28d1ajqyxmjw6rae2r5taj6jsnp6sitei%29&body=%23note%0D%0A>
> Until the next working morning (#snooze 1d): <mailto:billing@example.com?subject=%5B%232%5D%20Until%20the%20next%20working%20morning%20%28z1ajqyxmjw6rae2rlzkmsnrnwaesgma%29&body=%23note%0D%0A>
> Spam (#spam): <mailto:billing@example.com?subject=%5B%232%5D%20Spam%20%28j1ajqyxmjw6rae2tz52gtutrxiqvwqn%29&body=%23note%0D%0A>', 'Corrected.', moment('2026-03-02T09:06:00+00:00'), 6, NULL, 'human', 'token', '[]', '[]'),
(7, 3, 'inbound', 'dora@customer.example', '', 'Still wrong.

On Monday, "Ben (Example Billing)" <billing@example.com> wrote:
> Corrected.
> 
> On Monday, 2 March 2026 at 09:05 UTC, dora@customer.example wrote:
> > Wrong address.', 'Still wrong.

On Monday, "Ben (Example Billing)" <billing@example.com> wrote:
> Corrected.
>
> On Monday, 2 March 2026 at 09:05 UTC, dora@customer.example wrote:
> > Wrong address.', moment('2026-03-02T09:07:00+00:00'), 7, '<7@customer.example>', 'human', 'token', '[]', '[]'),
(8, 4, 'inbound', 'liwei@customer.example', '李伟', '你好，我需要一张发票。', '你好，我需要一张发票。', moment('2026-03-02T09:08:00+00:00'), 8, '<8@customer.example>', 'human', 'none', '[]', '[]'),
(9, 5, 'inbound', 'pens@spam.example', '', 'Buy our pens.', 'Buy our pens.', moment('2026-03-02T09:10:00+00:00'), 10, '<10@spam.example>', 'human', 'none', '["junk"]', '[]'),
(10, 6, 'inbound', 'frank@customer.example', '', 'When does it come?', 'When does it come?', moment('2026-03-02T09:13:00+00:00'), 13, '<13@customer.example>', 'human', 'none', '[]', '[]'),
(11, 6, 'reply', 'anna@example.com', 'Anna', '#wait
On Tuesday.

On Monday, Example Support <support@example.com> wrote:
> ##- Write your answer above this line -##
> 
> Your answer goes to frank@customer.example. Begin with #note to keep it internal, for Ben.
> 
> Ticket 6 · open · normal · nobody''s yet · team support
> 
> Delivery
> 
> --- frank@customer.example, 2026-03-02 09:13 UTC ---
> 
> When does it come?
> 
> --- Commands, one a line at the top of your answer ---
> #take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net   #undo
> 
> --- Tap and send the mail that opens, or answer with the word beside it ---
> Answer and close (#close): <mailto:support%2Bw1an637wqxv7sqffwin754qysttduzp@example.com?subject=Re%3A%20%5B%236%5D%20Delivery>
> Take it (#take): <mailto:support%2Bt1an637wqxv7sqfkqflpvnkzzwmfqo3@example.com?subject=%5B%236%5D%20Take%20it&body=%23note%0D%0A>
> Close without an answer (#close): <mailto:support%2Bd1an637wqxv7sqfc2opmkcfrwhhjsnk@example.com?subject=%5B%236%5D%20Close%20without%20an%20answer&body=%23note%0D%0A>
> Until the next working morning (#snooze 1d): <mailto:support%2Bz1an637wqxv7sqfv2xyr7uqto4zxzou@example.com?subject=%5B%236%5D%20Until%20the%20next%20working%20morning&body=%23note%0D%0A>
> Spam (#spam): <mailto:support%2Bj1an637wqxv7sqfn4vlt4sucqv3wrfv@example.com?subject=%5B%236%5D%20Spam&body=%23note%0D%0A>', 'On Tuesday.', moment('2026-03-02T09:14:00+00:00'), 14, NULL, 'human', 'token', '[]', '[]'),
(12, 7, 'inbound', 'erik@customer.example', '', 'My ink is still green.', 'My ink is still green.', moment('2026-03-02T09:15:00+00:00'), 15, '<15@customer.example>', 'human', 'none', '[]', '[]'),
(13, 7, 'reply', 'ben@example.com', 'Ben', 'Ask anna@example.com.

On Monday, Example Support <support@example.com> wrote:
> ##- Write your answer above this line -##
> 
> Your answer goes to erik@customer.example. Begin with #note to keep it internal, for Anna.
> 
> Ticket 7 · open · normal · nobody''s yet · team support
> 
> Whom can I call?
> 
> --- erik@customer.example, 2026-03-02 09:15 UTC ---
> 
> My ink is still green.
> 
> --- Commands, one a line at the top of your answer ---
> #take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net   #undo
> 
> --- Tap and send the mail that opens, or answer with the word beside it ---
> Answer and close (#close): <mailto:support%2Bw1aemzqrldsbhpntif4argx65v7qewc@example.com?subject=Re%3A%20%5B%237%5D%20Whom%20can%20I%20call%3F>
> Take it (#take): <mailto:support%2Bt1aemzqrldsbhpnf2lh5nq6tdawc6vg@example.com?subject=%5B%237%5D%20Take%20it&body=%23note%0D%0A>
> Close without an answer (#close): <mailto:support%2Bd1aemzqrldsbhpnesz2wvkas2psfyff@example.com?subject=%5B%237%5D%20Close%20without%20an%20answer&body=%23note%0D%0A>
> Until the next working morning (#snooze 1d): <mailto:support%2Bz1aemzqrldsbhpnzhiqv4g5nuqe3jr2@example.com?subject=%5B%237%5D%20Until%20the%20next%20working%20morning&body=%23note%0D%0A>
> Spam (#spam): <mailto:support%2Bj1aemzqrldsbhpnarl562evw6z4bh6w@example.com?subject=%5B%237%5D%20Spam&body=%23note%0D%0A>', 'Ask anna@example.com.', moment('2026-03-02T09:16:00+00:00'), 16, NULL, 'human', 'token', '[]', '[]'),
(14, 2, 'inbound', 'mailer-daemon@relay.example', '', 'dora@customer.example: failed 5.1.1 550 (user-unknown)', 'dora@customer.example: failed 5.1.1 550 (user-unknown)', moment('2026-03-02T09:20:00+00:00'), 20, '<20@relay.example>', 'bounce', 'none', '["report"]', '[{"filename": "delivery-status.txt", "content_type": "message/delivery-status", "size": 126, "inline": false, "content_id": ""}, {"filename": "file", "content_type": "text/rfc822-headers", "size": 58, "inline": false, "content_id": ""}]');

INSERT INTO participants (ticket, address, name, standing) VALUES
(1, 'bob@customer.example', 'Bob Müller', 'requester'),
(1, 'carol@customer.example', '', 'named'),
(2, 'dora@customer.example', '', 'requester'),
(3, 'dora@customer.example', '', 'requester'),
(4, 'liwei@customer.example', '李伟', 'requester'),
(5, 'pens@spam.example', '', 'requester'),
(6, 'frank@customer.example', '', 'requester'),
(7, 'erik@customer.example', '', 'requester');

INSERT INTO raws (mail, data) VALUES
(1, mail('To: support@example.com
Date: Mon, 02 Mar 2026 09:00:00 +0000
Message-ID: <1@customer.example>
From: Bob Müller <bob@customer.example>
Cc: carol@customer.example
Subject: The printer is broken
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

It prints only blue, and it''s the third time. Straße 1, İstanbul, 100 %.

Bob
')),
(2, mail('From: anna@example.com
To: support+r1awhfrqf6ylfl4ssxpbbd7eici6x2b@example.com
Date: Mon, 02 Mar 2026 09:01:00 +0000
Message-ID: <2@example.com>
In-Reply-To: <m1awhfrqf6ylfl4ur5do6e6en6bfemz@example.com>
References: <m1awhfrqf6ylfl4ur5do6e6en6bfemz@example.com> <m1awhfrqf6ylfl4ur5do6e6en6bfemz@example.com>
Subject: Re: [#1] The printer is broken
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

#take
#high
#tag printer colour
#set model=LX-7

Please change the ink.

On Monday, Example Support <support@example.com> wrote:
> ##- Write your answer above this line -##
> 
> Your answer goes to Bob Müller <bob@customer.example>. Begin with #note to keep it internal, for Ben.
> 
> Ticket 1 · open · normal · nobody''s yet · team support
> 
> The printer is broken
> The mail also went to carol@customer.example. To have them in your answers from now on, write: #cc carol@customer.example
> 
> --- Bob Müller <bob@customer.example>, 2026-03-02 09:01 UTC ---
> 
> It prints only blue, and it''s the third time. Straße 1, İstanbul, 100 %.
> 
> Bob
> 
> --- Commands, one a line at the top of your answer ---
> #take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net   #undo
> 
> --- Tap and send the mail that opens, or answer with the word beside it ---
> Answer and close (#close): <mailto:support%2Bw1awhfrqf6ylfl44u7qcezdigmr6nvc@example.com?subject=Re%3A%20%5B%231%5D%20The%20printer%20is%20broken>
> Take it (#take): <mailto:support%2Bt1awhfrqf6ylfl4pha2wkfsglddlio4@example.com?subject=%5B%231%5D%20Take%20it&body=%23note%0D%0A>
> Close without an answer (#close): <mailto:support%2Bd1awhfrqf6ylfl4bcjbkqulivrm3zmh@example.com?subject=%5B%231%5D%20Close%20without%20an%20answer&body=%23note%0D%0A>
> Until the next working morning (#snooze 1d): <mailto:support%2Bz1awhfrqf6ylfl4fojvqmhtghoc263c@example.com?subject=%5B%231%5D%20Until%20the%20next%20working%20morning&body=%23note%0D%0A>
> Spam (#spam): <mailto:support%2Bj1awhfrqf6ylfl4t5cadofjntrdwyw2@example.com?subject=%5B%231%5D%20Spam&body=%23note%0D%0A>
')),
(3, mail('From: ben@example.com
To: support+r1aa4sumcgokbg3h65gmqa6sm55qui4@example.com
Date: Mon, 02 Mar 2026 09:02:00 +0000
Message-ID: <3@example.com>
In-Reply-To: <m1aa4sumcgokbg3yx3kwbwwr62auh57@example.com>
References: <m1aa4sumcgokbg3yx3kwbwwr62auh57@example.com> <m1aa4sumcgokbg3yx3kwbwwr62auh57@example.com>
Subject: Re: [#1] The printer is broken
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

#note

Third time: perhaps we should replace it.

On Monday, Example Support <support@example.com> wrote:
> ##- Write your answer above this line -##
> 
> Your answer goes to Bob Müller <bob@customer.example>. Begin with #note to keep it internal, for Anna.
> 
> Ticket 1 · open · normal · nobody''s yet · team support
> 
> The printer is broken
> The mail also went to carol@customer.example. To have them in your answers from now on, write: #cc carol@customer.example
> 
> --- Bob Müller <bob@customer.example>, 2026-03-02 09:01 UTC ---
> 
> It prints only blue, and it''s the third time. Straße 1, İstanbul, 100 %.
> 
> Bob
> 
> --- Commands, one a line at the top of your answer ---
> #take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net   #undo
> 
> --- Tap and send the mail that opens, or answer with the word beside it ---
> Answer and close (#close): <mailto:support%2Bw1aa4sumcgokbg3symlks5vphf6d3pc@example.com?subject=Re%3A%20%5B%231%5D%20The%20printer%20is%20broken>
> Take it (#take): <mailto:support%2Bt1aa4sumcgokbg33dsggmtdywvwqbhv@example.com?subject=%5B%231%5D%20Take%20it&body=%23note%0D%0A>
> Close without an answer (#close): <mailto:support%2Bd1aa4sumcgokbg3wk4g7uesznaosfws@example.com?subject=%5B%231%5D%20Close%20without%20an%20answer&body=%23note%0D%0A>
> Until the next working morning (#snooze 1d): <mailto:support%2Bz1aa4sumcgokbg32eflcecw6f6atigl@example.com?subject=%5B%231%5D%20Until%20the%20next%20working%20morning&body=%23note%0D%0A>
> Spam (#spam): <mailto:support%2Bj1aa4sumcgokbg3uvaigvc36o6tqgct@example.com?subject=%5B%231%5D%20Spam&body=%23note%0D%0A>
')),
(4, mail('From: bob@customer.example
To: support+r1alo37wdmnsak3cbagcjpgzqb5nvz5@example.com
Date: Mon, 02 Mar 2026 09:03:00 +0000
Message-ID: <4@customer.example>
In-Reply-To: <m1alo37wdmnsak35mckc6mscdk5bmdy@example.com>
References: <m1a34zcuernadqxrpz2yvih5zumvysl@example.com> <1@customer.example> <m1alo37wdmnsak35mckc6mscdk5bmdy@example.com> <m1alo37wdmnsak35mckc6mscdk5bmdy@example.com>
Subject: Re: Re: [#1] The printer is broken
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

It works, but now only green.

On Monday, "Anna (Example Support)" <support@example.com> wrote:
> Please change the ink.
> 
> On Monday, 2 March 2026 at 09:01 UTC, Bob Müller wrote:
> > It prints only blue, and it''s the third time. Straße 1, İstanbul, 100 %.
> >
> > Bob
')),
(5, mail('From: dora@customer.example
To: billing@example.com
Date: Mon, 02 Mar 2026 09:04:00 +0000
Message-ID: <5@customer.example>
Subject: Invoice 8
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Wrong address.
')),
(6, mail('From: ben@example.com
To: billing@example.com
Date: Mon, 02 Mar 2026 09:05:00 +0000
Message-ID: <6@example.com>
In-Reply-To: <m1ajqyxmjw6rae2pprgzy7c57p7yyuv@example.com>
References: <m1ajqyxmjw6rae2pprgzy7c57p7yyuv@example.com> <m1ajqyxmjw6rae2pprgzy7c57p7yyuv@example.com>
Subject: Re: [#2] Invoice 8
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

#close
Corrected.

On Monday, Example Billing <billing@example.com> wrote:
> ##- Write your answer above this line -##
> 
> Your answer goes to dora@customer.example. Begin with #note to keep it internal, for Anna.
> 
> Ticket 2 · open · normal · nobody''s yet · team support
> 
> Invoice 8
> 
> --- dora@customer.example, 2026-03-02 09:05 UTC ---
> 
> Wrong address.
> 
> --- Commands, one a line at the top of your answer ---
> #take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net   #undo
> 
> --- Tap and send the mail that opens, or answer with the word beside it ---
> Answer and close (#close): <mailto:billing@example.com?subject=Re%3A%20%5B%232%5D%20Invoice%208%20%28w1ajqyxmjw6rae2jnb5nh7k7yefqjue%29>
> Take it (#take): <mailto:billing@example.com?subject=%5B%232%5D%20Take%20it%20%28t1ajqyxmjw6rae2avh4eicaeoubxh2u%29&body=%23note%0D%0A>
> Close without an answer (#close): <mailto:billing@example.com?subject=%5B%232%5D%20Close%20without%20an%20answer%20%28d1ajqyxmjw6rae2r5taj6jsnp6sitei%29&body=%23note%0D%0A>
> Until the next working morning (#snooze 1d): <mailto:billing@example.com?subject=%5B%232%5D%20Until%20the%20next%20working%20morning%20%28z1ajqyxmjw6rae2rlzkmsnrnwaesgma%29&body=%23note%0D%0A>
> Spam (#spam): <mailto:billing@example.com?subject=%5B%232%5D%20Spam%20%28j1ajqyxmjw6rae2tz52gtutrxiqvwqn%29&body=%23note%0D%0A>
')),
(7, mail('From: dora@customer.example
To: billing@example.com
Date: Mon, 02 Mar 2026 09:06:00 +0000
Message-ID: <7@customer.example>
In-Reply-To: <m1a4np5tcycdcwinmwcgj4c4yamuu3o@example.com>
References: <m1abrxdipddxznjhfkuhg4g2ednbakm@example.com> <5@customer.example> <m1a4np5tcycdcwinmwcgj4c4yamuu3o@example.com> <m1a4np5tcycdcwinmwcgj4c4yamuu3o@example.com>
Subject: Re: Re: [#2] Invoice 8
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Still wrong.

On Monday, "Ben (Example Billing)" <billing@example.com> wrote:
> Corrected.
> 
> On Monday, 2 March 2026 at 09:05 UTC, dora@customer.example wrote:
> > Wrong address.
')),
(8, mail('To: kefu@example.com
Date: Mon, 02 Mar 2026 09:07:00 +0000
Message-ID: <8@customer.example>
From: 李伟 <liwei@customer.example>
Subject: 发票问题
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

你好，我需要一张发票。
')),
(9, mail('From: MAILER-DAEMON@relay.example
To: support@example.com
Date: Mon, 02 Mar 2026 09:08:00 +0000
Message-ID: <9@relay.example>
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=b
MIME-Version: 1.0

--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; nobody@customer.example
Action: failed
Status: 5.1.1

--b--
')),
(10, mail('From: pens@spam.example
To: support@example.com
Date: Mon, 02 Mar 2026 09:09:00 +0000
Message-ID: <10@spam.example>
X-Spam: Yes
Received: from spam.example (spam.example [192.0.2.66]) by mx.example.com (Postfix) with ESMTP id 4711
Subject: Pens
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Buy our pens.
')),
(11, mail('To: support@example.com
Date: Mon, 02 Mar 2026 09:10:00 +0000
Message-ID: <11@evil.example>
From: Anna <anna@example.com>
Subject: Re: [#1] The printer is broken
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

#close
')),
(12, mail('From: anna@example.com
To: kefu@example.com
Date: Mon, 02 Mar 2026 09:11:00 +0000
Message-ID: <12@example.com>
In-Reply-To: <m1afzbszvhnx2szbhrqjlnffkn3rg62@example.com>
References: <m1afzbszvhnx2szbhrqjlnffkn3rg62@example.com> <m1afzbszvhnx2szbhrqjlnffkn3rg62@example.com>
Subject: Re: [#4] 发票问题
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

#colse

Good night.

On Monday, 客户服务 <kefu@example.com> wrote:
> ##- Write your answer above this line -##
> 
> Your answer goes to 李伟 <liwei@customer.example>. Begin with #note to keep it internal, for Ben.
> 
> Ticket 4 · open · normal · nobody''s yet · team support
> 
> 发票问题
> 
> --- 李伟 <liwei@customer.example>, 2026-03-02 17:08 CST ---
> 
> 你好，我需要一张发票。
> 
> --- Commands, one a line at the top of your answer ---
> #take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net   #undo
> 
> --- Tap and send the mail that opens, or answer with the word beside it ---
> Answer and close (#close): <mailto:kefu@example.com?subject=Re%3A%20%5B%234%5D%20%E5%8F%91%E7%A5%A8%E9%97%AE%E9%A2%98%20%28w1afzbszvhnx2szxqirdjr522t5cr6r%29>
> Take it (#take): <mailto:kefu@example.com?subject=%5B%234%5D%20Take%20it%20%28t1afzbszvhnx2sz4dxn5kawkso2sama%29&body=%23note%0D%0A>
> Close without an answer (#close): <mailto:kefu@example.com?subject=%5B%234%5D%20Close%20without%20an%20answer%20%28d1afzbszvhnx2szw2tdx3la226sbzqu%29&body=%23note%0D%0A>
> Until the next working morning (#snooze 1d): <mailto:kefu@example.com?subject=%5B%234%5D%20Until%20the%20next%20working%20morning%20%28z1afzbszvhnx2szahrr2p7drmy6o7nb%29&body=%23note%0D%0A>
> Spam (#spam): <mailto:kefu@example.com?subject=%5B%234%5D%20Spam%20%28j1afzbszvhnx2sz5ekl5fqu5uvvmotr%29&body=%23note%0D%0A>
')),
(13, mail('From: frank@customer.example
To: support@example.com
Date: Mon, 02 Mar 2026 09:12:00 +0000
Message-ID: <13@customer.example>
Subject: Delivery
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

When does it come?
')),
(14, mail('From: anna@example.com
To: support+r1an637wqxv7sqfqbsg3okvjivftbzk@example.com
Date: Mon, 02 Mar 2026 09:13:00 +0000
Message-ID: <14@example.com>
In-Reply-To: <m1an637wqxv7sqfc42dglyxixtxir7u@example.com>
References: <m1an637wqxv7sqfc42dglyxixtxir7u@example.com> <m1an637wqxv7sqfc42dglyxixtxir7u@example.com>
Subject: Re: [#6] Delivery
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

#wait
On Tuesday.

On Monday, Example Support <support@example.com> wrote:
> ##- Write your answer above this line -##
> 
> Your answer goes to frank@customer.example. Begin with #note to keep it internal, for Ben.
> 
> Ticket 6 · open · normal · nobody''s yet · team support
> 
> Delivery
> 
> --- frank@customer.example, 2026-03-02 09:13 UTC ---
> 
> When does it come?
> 
> --- Commands, one a line at the top of your answer ---
> #take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net   #undo
> 
> --- Tap and send the mail that opens, or answer with the word beside it ---
> Answer and close (#close): <mailto:support%2Bw1an637wqxv7sqffwin754qysttduzp@example.com?subject=Re%3A%20%5B%236%5D%20Delivery>
> Take it (#take): <mailto:support%2Bt1an637wqxv7sqfkqflpvnkzzwmfqo3@example.com?subject=%5B%236%5D%20Take%20it&body=%23note%0D%0A>
> Close without an answer (#close): <mailto:support%2Bd1an637wqxv7sqfc2opmkcfrwhhjsnk@example.com?subject=%5B%236%5D%20Close%20without%20an%20answer&body=%23note%0D%0A>
> Until the next working morning (#snooze 1d): <mailto:support%2Bz1an637wqxv7sqfv2xyr7uqto4zxzou@example.com?subject=%5B%236%5D%20Until%20the%20next%20working%20morning&body=%23note%0D%0A>
> Spam (#spam): <mailto:support%2Bj1an637wqxv7sqfn4vlt4sucqv3wrfv@example.com?subject=%5B%236%5D%20Spam&body=%23note%0D%0A>
')),
(15, mail('From: erik@customer.example
To: support@example.com
Date: Mon, 02 Mar 2026 09:14:00 +0000
Message-ID: <15@customer.example>
Subject: Whom can I call?
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

My ink is still green.
')),
(16, mail('From: ben@example.com
To: support+r1aemzqrldsbhpnzevxnicf52n2sdds@example.com
Date: Mon, 02 Mar 2026 09:15:00 +0000
Message-ID: <16@example.com>
In-Reply-To: <m1aemzqrldsbhpn5m5cp7wjhbgnb7gk@example.com>
References: <m1aemzqrldsbhpn5m5cp7wjhbgnb7gk@example.com> <m1aemzqrldsbhpn5m5cp7wjhbgnb7gk@example.com>
Subject: Re: [#7] Whom can I call?
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Ask anna@example.com.

On Monday, Example Support <support@example.com> wrote:
> ##- Write your answer above this line -##
> 
> Your answer goes to erik@customer.example. Begin with #note to keep it internal, for Anna.
> 
> Ticket 7 · open · normal · nobody''s yet · team support
> 
> Whom can I call?
> 
> --- erik@customer.example, 2026-03-02 09:15 UTC ---
> 
> My ink is still green.
> 
> --- Commands, one a line at the top of your answer ---
> #take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net   #undo
> 
> --- Tap and send the mail that opens, or answer with the word beside it ---
> Answer and close (#close): <mailto:support%2Bw1aemzqrldsbhpntif4argx65v7qewc@example.com?subject=Re%3A%20%5B%237%5D%20Whom%20can%20I%20call%3F>
> Take it (#take): <mailto:support%2Bt1aemzqrldsbhpnf2lh5nq6tdawc6vg@example.com?subject=%5B%237%5D%20Take%20it&body=%23note%0D%0A>
> Close without an answer (#close): <mailto:support%2Bd1aemzqrldsbhpnesz2wvkas2psfyff@example.com?subject=%5B%237%5D%20Close%20without%20an%20answer&body=%23note%0D%0A>
> Until the next working morning (#snooze 1d): <mailto:support%2Bz1aemzqrldsbhpnzhiqv4g5nuqe3jr2@example.com?subject=%5B%237%5D%20Until%20the%20next%20working%20morning&body=%23note%0D%0A>
> Spam (#spam): <mailto:support%2Bj1aemzqrldsbhpnarl562evw6z4bh6w@example.com?subject=%5B%237%5D%20Spam&body=%23note%0D%0A>
')),
(17, mail('To: support@example.com
Date: Mon, 02 Mar 2026 09:16:00 +0000
Message-ID: <17@evil.example>
From: Anna <anna@example.com>
Subject: Re: [#1] The printer is broken
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

#close
')),
(18, mail('To: support@example.com
Date: Mon, 02 Mar 2026 09:17:00 +0000
Message-ID: <18@evil.example>
From: Anna <anna@example.com>
Subject: Re: [#2] Invoice 8
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

#close
')),
(19, mail('To: support@example.com
Date: Mon, 02 Mar 2026 09:18:00 +0000
Message-ID: <19@evil.example>
From: Anna <anna@example.com>
Subject: Re: [#3]
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

#close
')),
(20, mail('From: MAILER-DAEMON@relay.example
To: billing@example.com
Date: Mon, 02 Mar 2026 09:19:00 +0000
Message-ID: <20@relay.example>
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; dora@customer.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: text/rfc822-headers

Message-ID: <m1a4np5tcycdcwinmwcgj4c4yamuu3o@example.com>

--b--
')),
(21, mail('From: hanna@customer.example
To: support@example.com
Date: Mon, 02 Mar 2026 09:20:00 +0000
Message-ID: <21@customer.example>
Subject: Poison
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

It killed three workers.
# At rest after its first attempt:
')),
(22, mail('From: ivo@customer.example
To: support@example.com
Date: Mon, 02 Mar 2026 09:21:30 +0000
Message-ID: <22@customer.example>
Subject: Once more
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

The first try failed.
# In the hands of a worker:
')),
(23, mail('From: jan@customer.example
To: support@example.com
Date: Mon, 02 Mar 2026 09:22:40 +0000
Message-ID: <23@customer.example>
Subject: In hand
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

A worker was at it.
# Waiting:
')),
(24, mail('From: gina@customer.example
To: support@example.com
Date: Mon, 02 Mar 2026 09:23:40 +0000
Message-ID: <24@customer.example>
Subject: Opening hours
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Are you open on Sunday?
')),
(25, mail('From: bob@customer.example
To: support+r1alo37wdmnsak3cbagcjpgzqb5nvz5@example.com
Date: Mon, 02 Mar 2026 09:24:40 +0000
Message-ID: <25@customer.example>
In-Reply-To: <m1alo37wdmnsak35mckc6mscdk5bmdy@example.com>
References: <m1a34zcuernadqxrpz2yvih5zumvysl@example.com> <1@customer.example> <m1alo37wdmnsak35mckc6mscdk5bmdy@example.com> <m1alo37wdmnsak35mckc6mscdk5bmdy@example.com>
Subject: Re: Re: [#1] The printer is broken
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Which ink do I need?

On Monday, "Anna (Example Support)" <support@example.com> wrote:
> Please change the ink.
> 
> On Monday, 2 March 2026 at 09:01 UTC, Bob Müller wrote:
> > It prints only blue, and it''s the third time. Straße 1, İstanbul, 100 %.
> >
> > Bob
')),
(26, mail('From: anna@example.com
To: billing@example.com
Date: Mon, 02 Mar 2026 09:25:40 +0000
Message-ID: <26@example.com>
In-Reply-To: <m1apeoqi4tpw2tun426r5dehz24vdot@example.com>
References: <m1aawbvijgnkuj5vnkl6k3m223qodzs@example.com> <m1apeoqi4tpw2tun426r5dehz24vdot@example.com> <m1apeoqi4tpw2tun426r5dehz24vdot@example.com>
Subject: Re: [#2] Invoice 8
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

#note

I call him tomorrow.
# Fetched over IMAP, and waiting:

On Monday, Example Billing <billing@example.com> wrote:
> ##- Write your answer above this line -##
> 
> Your answer goes to dora@customer.example. Begin with #note to keep it internal.
> 
> Ticket 2 · closed · normal · nobody''s yet · team support
> 
> Invoice 8
> dora@customer.example did not get our letter: there is no such address (550 5.1.1). No automatic mail goes there until they write again.
> Take care: a mail system reports on one of our letters
> 
> --- mailer-daemon@relay.example, 2026-03-02 09:20 UTC ---
> 
> dora@customer.example: failed 5.1.1 550 (user-unknown)
> 
> --- Commands, one a line at the top of your answer ---
> #take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net   #undo
> 
> --- Before that ---
> 
> dora@customer.example, 2026-03-02 09:05 UTC:
> > Wrong address.
> 
> Ben <ben@example.com>, 2026-03-02 09:06 UTC:
> > Corrected.
')),
(27, mail('From: karl@customer.example
To: support@example.com
Date: Mon, 02 Mar 2026 09:23:40 +0000
Message-ID: <24@customer.example>
Subject: From the old mailbox
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

This came over IMAP.
')),
(28, mail('From: lena@customer.example
To: support@example.com
Date: Mon, 02 Mar 2026 09:23:40 +0000
Message-ID: <24@customer.example>
Subject: From the old mailbox too
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

So did this.
'));

INSERT INTO tags (ticket, tag) VALUES
(1, 'colour'),
(1, 'printer');

INSERT INTO timers (id, ticket, kind, at, look, whom, text) VALUES
(1, 1, 'remind', moment('2026-04-01T09:20:00+00:00'), moment('2026-04-01T09:20:00+00:00'), 'anna@example.com', 'new ink');

INSERT INTO unlisted_junk (ticket) VALUES
(5);

INSERT INTO challenges (letter, mail, sha256, answered, told) VALUES
(7851689688630869, 17, '06e56e9001f50d30d6a95f1eea6aaa2d36cab8b57d08bcb3fc251b3664442759', NULL, NULL),
(141284320340235179, 18, 'bf2a5edc04e1964af10ba63c81b6fe931c8ecdc1200212251575f8ea99649aab', NULL, NULL),
(622032180831450441, 11, '1a6de283a69ab8e5d748074b412fd90ec4c3a2eb8d8c86712d0ae25eabcd098f', NULL, NULL);

INSERT INTO headings (message, ticket, subject, thread_index) VALUES
(1, 1, 'The printer is broken', ''),
(4, 1, 'Re: Re: [#1] The printer is broken', ''),
(5, 2, 'Invoice 8', ''),
(7, 3, 'Re: Re: [#2] Invoice 8', ''),
(8, 4, '发票问题', ''),
(9, 5, 'Pens', ''),
(10, 6, 'Delivery', ''),
(12, 7, 'Whom can I call?', '');

INSERT INTO letter_bytes (letter, data) VALUES
(5318216008177790, mail('From: "Example Support" <support@example.com>
To: "Ben" <ben@example.com>
Reply-To: <support+r1aaexe4ouadgd6sq76yoypdzniybir@example.com>
Subject: [#7] Held: Whom can I call?
Date: Mon, 02 Mar 2026 09:16:00 +0000
Message-ID: <m1aaexe4ouadgd6u64pzhi35wet5f6d@example.com>
In-Reply-To: <m1aemzqrldsbhpn5m5cp7wjhbgnb7gk@example.com>
References: <m1aemzqrldsbhpn5m5cp7wjhbgnb7gk@example.com>
 <m1aaexe4ouadgd6u64pzhi35wet5f6d@example.com>
Thread-Topic: Whom can I call?
Thread-Index: AQHcqiULZsb/hU6xDHUxPR1UqmFa4QAACRkA
Auto-Submitted: auto-replied
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_a902242e21638f79f7651ce9941f0305fe31224ba"

--=_a902242e21638f79f7651ce9941f0305fe31224ba
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

##- Write your answer above this line -##

Your answer on ticket 7 was held. Nothing was sent to erik@customer.example=
=2E

Why: the private address of an agent stands in it: anna@example.com.

Answer this mail with your text put right. If it is right as it is, the ope=
rator sends it with: maildesk outbox retry 112590064248260547

This is what you wrote:

> Ask anna@example.com.

--=_a902242e21638f79f7651ce9941f0305fe31224ba
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta charset=3D"utf-8">
<meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
>
<style>img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style>
</head>
<body style=3D"margin:0;padding:0">
<div class=3D"maildesk-letter" style=3D"font-family:-apple-system,''Segoe UI=
'',Roboto,''Noto Sans CJK SC'',Helvetica,Arial,sans-serif;font-size:15px;line-=
height:1.5;color:#1f2328;padding:8px;overflow-wrap:anywhere">
<div style=3D"color:#59636e;font-size:13px">##- Write your answer above thi=
s line -##</div>
<div style=3D"max-width:720px">
<p style=3D"background:#fff8c5;padding:8px 10px;border-radius:6px">Your ans=
wer on ticket <b>7</b> was held. Nothing was sent to erik@customer.example.=
</p>
<p>Why: <b>the private address of an agent stands in it: anna@example.com</=
b>.</p>
<p>Answer this mail with your text put right. If it is right as it is, the =
operator sends it with: <code>maildesk outbox retry 112590064248260547</cod=
e></p>
<p>This is what you wrote:</p>
<blockquote type=3D"cite" style=3D"margin:0;padding-left:10px;border-left:3=
px solid #d1d9e0"><p>Ask anna@example.com.</p></blockquote>
</div>
</div>
</body>
</html>

--=_a902242e21638f79f7651ce9941f0305fe31224ba--
')),
(7851689688630869, mail('From: "Example Support" <support@example.com>
To: "Anna" <anna@example.com>
Reply-To: <support+c1aag7fch3mobsv5d3mtpz75zlqvcd3@example.com>
Subject: Did you write this? Mail 17 in your name is held
Date: Mon, 02 Mar 2026 09:17:00 +0000
Message-ID: <c1aag7fch3mobsv5d3mtpz75zlqvcd3@example.com>
References: <c1aag7fch3mobsv5d3mtpz75zlqvcd3@example.com>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_2fefcc82ab563ed81016bfe8f0bd996db814cbe4a"

--=_2fefcc82ab563ed81016bfe8f0bd996db814cbe4a
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

Mail came to Example Support (support@example.com) with your address in Fro=
m, and nothing in it proves that you wrote it. It is kept and has no effect=
=2E

    mail      17
    came      2026-03-02 09:17 UTC
    size      270 B
    asks for  #close

If you wrote it: answer this letter with the one word yes on top. That is t=
he proof, once and until 2026-03-03 09:17 UTC; the mail is then carried out=
 whole, its words and its commands. Nothing else that you write in the answ=
er is read or sent to anybody.
Or tap this, and send the mail that opens as it is: <mailto:support%2Bc1aag=
7fch3mobsv5d3mtpz75zlqvcd3@example.com?subject=3DRe%3A%20Example%20Support&=
body=3Dyes>

If you did not write it, or do not know it: do not answer, then nothing hap=
pens. If such letters come again, tell whoever runs the desk.

--=_2fefcc82ab563ed81016bfe8f0bd996db814cbe4a
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta charset=3D"utf-8">
<meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
>
<style>img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style>
</head>
<body style=3D"margin:0;padding:0">
<div class=3D"maildesk-letter" style=3D"font-family:-apple-system,''Segoe UI=
'',Roboto,''Noto Sans CJK SC'',Helvetica,Arial,sans-serif;font-size:15px;line-=
height:1.5;color:#1f2328;padding:8px;overflow-wrap:anywhere">
<p>Mail came to <b>Example Support</b> (support@example.com) with your addr=
ess in From, and nothing in it proves that you wrote it. It is kept and has=
 no effect.</p>
<p>mail 17, came 2026-03-02 09:17 UTC; 270 B; asks for #close</p>
<p><b>If you wrote it:</b> answer this letter with the one word <b>yes</b> =
on top, or <a href=3D"mailto:support%2Bc1aag7fch3mobsv5d3mtpz75zlqvcd3@exam=
ple.com?subject=3DRe%3A%20Example%20Support&amp;body=3Dyes">tap here</a> an=
d send the mail that opens as it is. That is the proof, once and until 2026=
-03-03 09:17 UTC; the mail is then carried out whole, its words and its com=
mands. Nothing else that you write in the answer is read or sent to anybody=
=2E</p>
<p><b>If you did not write it, or do not know it:</b> do not answer, then n=
othing happens. If such letters come again, tell whoever runs the desk.</p>
</div>
</body>
</html>

--=_2fefcc82ab563ed81016bfe8f0bd996db814cbe4a--
')),
(18441700301559867, mail('From: "Example Support" <support@example.com>
To: "Anna" <anna@example.com>
Reply-To: <support+r1aaqmeudzyowb3uwprqsxwtsojxdjy@example.com>
Subject: [#7] Whom can I call?
Date: Mon, 02 Mar 2026 09:15:00 +0000
Message-ID: <m1aaqmeudzyowb3so3twujdh24hqnxk@example.com>
References: <m1aaqmeudzyowb3so3twujdh24hqnxk@example.com>
Thread-Topic: Whom can I call?
Thread-Index: AQHcqiULZsb/hU6xDHUxPR1UqmFa4QAAACgA
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_fe9a5f3821b607a1240096acf2b91cd99559c37ba"

--=_fe9a5f3821b607a1240096acf2b91cd99559c37ba
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

##- Write your answer above this line -##

Your answer goes to erik@customer.example. Begin with #note to keep it inte=
rnal, for Ben.

Ticket 7 =C2=B7 open =C2=B7 normal =C2=B7 nobody''s yet =C2=B7 team support

Whom can I call?

--- erik@customer.example, 2026-03-02 09:15 UTC ---

My ink is still green.

--- Commands, one a line at the top of your answer ---
#take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio=
 high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net  =
 #undo

--- Tap and send the mail that opens, or answer with the word beside it ---
Answer and close (#close): <mailto:support%2Bw1aaqmeudzyowb32ikd3j2nhiyay2g=
q@example.com?subject=3DRe%3A%20%5B%237%5D%20Whom%20can%20I%20call%3F>
Take it (#take): <mailto:support%2Bt1aaqmeudzyowb3usiil5k74gxk6zee@example.=
com?subject=3D%5B%237%5D%20Take%20it&body=3D%23note%0D%0A>
Close without an answer (#close): <mailto:support%2Bd1aaqmeudzyowb3sfcfjag2=
jp25ww36@example.com?subject=3D%5B%237%5D%20Close%20without%20an%20answer&b=
ody=3D%23note%0D%0A>
Until the next working morning (#snooze 1d): <mailto:support%2Bz1aaqmeudzyo=
wb32l3kl5dxn6eusn7s@example.com?subject=3D%5B%237%5D%20Until%20the%20next%2=
0working%20morning&body=3D%23note%0D%0A>
Spam (#spam): <mailto:support%2Bj1aaqmeudzyowb3kh7h6pytmehb5ct4@example.com=
?subject=3D%5B%237%5D%20Spam&body=3D%23note%0D%0A>

--=_fe9a5f3821b607a1240096acf2b91cd99559c37ba
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta charset=3D"utf-8">
<meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
>
<style>img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style>
</head>
<body style=3D"margin:0;padding:0">
<div class=3D"maildesk-letter" style=3D"font-family:-apple-system,''Segoe UI=
'',Roboto,''Noto Sans CJK SC'',Helvetica,Arial,sans-serif;font-size:15px;line-=
height:1.5;color:#1f2328;padding:8px;overflow-wrap:anywhere">
<div style=3D"color:#59636e;font-size:13px">##- Write your answer above thi=
s line -##</div>
<div style=3D"max-width:720px">
<p style=3D"background:#fff8c5;padding:8px 10px;border-radius:6px;margin:8p=
x 0">
Your answer goes to <b>erik@customer.example</b>. Begin with <code>#note</c=
ode> to keep it internal, for Ben.
</p>
<p style=3D"color:#59636e;font-size:13px;margin:8px 0">Ticket <b>7</b> =C2=
=B7 open =C2=B7 normal =C2=B7 nobody&#39;s yet =C2=B7 team support</p>
<p style=3D"font-size:17px;margin:8px 0"><b>Whom can I call?</b></p>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 4px"><b>erik@custome=
r.example</b> =C2=B7 2026-03-02 09:15 UTC</p>
<div style=3D"border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;o=
verflow-x:auto"><p>My ink is still green.</p></div>
<p style=3D"font-size:13px;color:#59636e;margin:16px 0 6px">Tap and send th=
e mail that opens, or answer with the word beside it</p>
<div>
<a href=3D"mailto:support%2Bw1aaqmeudzyowb32ikd3j2nhiyay2gq@example.com?sub=
ject=3DRe%3A%20%5B%237%5D%20Whom%20can%20I%20call%3F" style=3D"display:inli=
ne-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;margin=
:0 6px 8px 0;color:#0969da;text-decoration:none">Answer and close <span sty=
le=3D"color:#59636e;font-size:12px">#close</span></a>
<a href=3D"mailto:support%2Bt1aaqmeudzyowb3usiil5k74gxk6zee@example.com?sub=
ject=3D%5B%237%5D%20Take%20it&amp;body=3D%23note%0D%0A" style=3D"display:in=
line-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;marg=
in:0 6px 8px 0;color:#0969da;text-decoration:none">Take it <span style=3D"c=
olor:#59636e;font-size:12px">#take</span></a>
<a href=3D"mailto:support%2Bd1aaqmeudzyowb3sfcfjag2jp25ww36@example.com?sub=
ject=3D%5B%237%5D%20Close%20without%20an%20answer&amp;body=3D%23note%0D%0A"=
 style=3D"display:inline-block;border:1px solid #d1d9e0;border-radius:6px;p=
adding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:none">Clos=
e without an answer <span style=3D"color:#59636e;font-size:12px">#close</sp=
an></a>
<a href=3D"mailto:support%2Bz1aaqmeudzyowb32l3kl5dxn6eusn7s@example.com?sub=
ject=3D%5B%237%5D%20Until%20the%20next%20working%20morning&amp;body=3D%23no=
te%0D%0A" style=3D"display:inline-block;border:1px solid #d1d9e0;border-rad=
ius:6px;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:n=
one">Until the next working morning <span style=3D"color:#59636e;font-size:=
12px">#snooze 1d</span></a>
<a href=3D"mailto:support%2Bj1aaqmeudzyowb3kh7h6pytmehb5ct4@example.com?sub=
ject=3D%5B%237%5D%20Spam&amp;body=3D%23note%0D%0A" style=3D"display:inline-=
block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;margin:0 =
6px 8px 0;color:#0969da;text-decoration:none">Spam <span style=3D"color:#59=
636e;font-size:12px">#spam</span></a>
</div>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 0">Commands, one a l=
ine at the top of your answer:<br>
<code>#take</code> =C2=B7 <code>#assign anna</code> =C2=B7 <code>#note</cod=
e> =C2=B7 <code>#close</code> =C2=B7 <code>#wait 3d</code> =C2=B7 <code>#sn=
ooze mon 9:00</code> =C2=B7 <code>#prio high</code> =C2=B7 <code>#tag vip</=
code> =C2=B7 <code>#cc kim@example.net</code> =C2=B7 <code>#merge 12</code>=
 =C2=B7 <code>#ask lee@example.net</code> =C2=B7 <code>#undo</code></p>
</div>
</div>
</body>
</html>

--=_fe9a5f3821b607a1240096acf2b91cd99559c37ba--
')),
(24828356823699773, mail('From: "Example Billing" <billing@example.com>
To: "Anna" <anna@example.com>
Subject: [#2] Invoice 8
Date: Mon, 02 Mar 2026 09:05:00 +0000
Message-ID: <m1aawbvijgnkuj5vnkl6k3m223qodzs@example.com>
References: <m1aawbvijgnkuj5vnkl6k3m223qodzs@example.com>
Thread-Topic: Invoice 8
Thread-Index: AQHcqiOmMZ6hXwIrcE02TVS4A8D14wAAAAAA
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_2ddab03dbaa89ba251c51b0c3d94acfc637f4a04a"

--=_2ddab03dbaa89ba251c51b0c3d94acfc637f4a04a
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

##- Write your answer above this line -##

Your answer goes to dora@customer.example. Begin with #note to keep it inte=
rnal, for Ben.

Ticket 2 =C2=B7 open =C2=B7 normal =C2=B7 nobody''s yet =C2=B7 team support

Invoice 8

--- dora@customer.example, 2026-03-02 09:05 UTC ---

Wrong address.

--- Commands, one a line at the top of your answer ---
#take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio=
 high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net  =
 #undo

--- Tap and send the mail that opens, or answer with the word beside it ---
Answer and close (#close): <mailto:billing@example.com?subject=3DRe%3A%20%5=
B%232%5D%20Invoice%208%20%28w1aawbvijgnkuj54cfjthg6y2b6qgpy%29>
Take it (#take): <mailto:billing@example.com?subject=3D%5B%232%5D%20Take%20=
it%20%28t1aawbvijgnkuj5p3g7by3552t3ijkf%29&body=3D%23note%0D%0A>
Close without an answer (#close): <mailto:billing@example.com?subject=3D%5B=
%232%5D%20Close%20without%20an%20answer%20%28d1aawbvijgnkuj5etmiqtuaamdutbh=
6%29&body=3D%23note%0D%0A>
Until the next working morning (#snooze 1d): <mailto:billing@example.com?su=
bject=3D%5B%232%5D%20Until%20the%20next%20working%20morning%20%28z1aawbvijg=
nkuj56bzvcummjhwq6ray%29&body=3D%23note%0D%0A>
Spam (#spam): <mailto:billing@example.com?subject=3D%5B%232%5D%20Spam%20%28=
j1aawbvijgnkuj5c4feis4rqr6fuqst%29&body=3D%23note%0D%0A>

--=_2ddab03dbaa89ba251c51b0c3d94acfc637f4a04a
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta charset=3D"utf-8">
<meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
>
<style>img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style>
</head>
<body style=3D"margin:0;padding:0">
<div class=3D"maildesk-letter" style=3D"font-family:-apple-system,''Segoe UI=
'',Roboto,''Noto Sans CJK SC'',Helvetica,Arial,sans-serif;font-size:15px;line-=
height:1.5;color:#1f2328;padding:8px;overflow-wrap:anywhere">
<div style=3D"color:#59636e;font-size:13px">##- Write your answer above thi=
s line -##</div>
<div style=3D"max-width:720px">
<p style=3D"background:#fff8c5;padding:8px 10px;border-radius:6px;margin:8p=
x 0">
Your answer goes to <b>dora@customer.example</b>. Begin with <code>#note</c=
ode> to keep it internal, for Ben.
</p>
<p style=3D"color:#59636e;font-size:13px;margin:8px 0">Ticket <b>2</b> =C2=
=B7 open =C2=B7 normal =C2=B7 nobody&#39;s yet =C2=B7 team support</p>
<p style=3D"font-size:17px;margin:8px 0"><b>Invoice 8</b></p>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 4px"><b>dora@custome=
r.example</b> =C2=B7 2026-03-02 09:05 UTC</p>
<div style=3D"border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;o=
verflow-x:auto"><p>Wrong address.</p></div>
<p style=3D"font-size:13px;color:#59636e;margin:16px 0 6px">Tap and send th=
e mail that opens, or answer with the word beside it</p>
<div>
<a href=3D"mailto:billing@example.com?subject=3DRe%3A%20%5B%232%5D%20Invoic=
e%208%20%28w1aawbvijgnkuj54cfjthg6y2b6qgpy%29" style=3D"display:inline-bloc=
k;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;margin:0 6px =
8px 0;color:#0969da;text-decoration:none">Answer and close <span style=3D"c=
olor:#59636e;font-size:12px">#close</span></a>
<a href=3D"mailto:billing@example.com?subject=3D%5B%232%5D%20Take%20it%20%2=
8t1aawbvijgnkuj5p3g7by3552t3ijkf%29&amp;body=3D%23note%0D%0A" style=3D"disp=
lay:inline-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12p=
x;margin:0 6px 8px 0;color:#0969da;text-decoration:none">Take it <span styl=
e=3D"color:#59636e;font-size:12px">#take</span></a>
<a href=3D"mailto:billing@example.com?subject=3D%5B%232%5D%20Close%20withou=
t%20an%20answer%20%28d1aawbvijgnkuj5etmiqtuaamdutbh6%29&amp;body=3D%23note%=
0D%0A" style=3D"display:inline-block;border:1px solid #d1d9e0;border-radius=
:6px;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:none=
">Close without an answer <span style=3D"color:#59636e;font-size:12px">#clo=
se</span></a>
<a href=3D"mailto:billing@example.com?subject=3D%5B%232%5D%20Until%20the%20=
next%20working%20morning%20%28z1aawbvijgnkuj56bzvcummjhwq6ray%29&amp;body=
=3D%23note%0D%0A" style=3D"display:inline-block;border:1px solid #d1d9e0;bo=
rder-radius:6px;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-deco=
ration:none">Until the next working morning <span style=3D"color:#59636e;fo=
nt-size:12px">#snooze 1d</span></a>
<a href=3D"mailto:billing@example.com?subject=3D%5B%232%5D%20Spam%20%28j1aa=
wbvijgnkuj5c4feis4rqr6fuqst%29&amp;body=3D%23note%0D%0A" style=3D"display:i=
nline-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;mar=
gin:0 6px 8px 0;color:#0969da;text-decoration:none">Spam <span style=3D"col=
or:#59636e;font-size:12px">#spam</span></a>
</div>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 0">Commands, one a l=
ine at the top of your answer:<br>
<code>#take</code> =C2=B7 <code>#assign anna</code> =C2=B7 <code>#note</cod=
e> =C2=B7 <code>#close</code> =C2=B7 <code>#wait 3d</code> =C2=B7 <code>#sn=
ooze mon 9:00</code> =C2=B7 <code>#prio high</code> =C2=B7 <code>#tag vip</=
code> =C2=B7 <code>#cc kim@example.net</code> =C2=B7 <code>#merge 12</code>=
 =C2=B7 <code>#ask lee@example.net</code> =C2=B7 <code>#undo</code></p>
</div>
</div>
</body>
</html>

--=_2ddab03dbaa89ba251c51b0c3d94acfc637f4a04a--
')),
(32180921002427611, mail('From: "Example Support" <support@example.com>
To: "Ben" <ben@example.com>
Reply-To: <support+r1aa4sumcgokbg3h65gmqa6sm55qui4@example.com>
Subject: [#1] The printer is broken
Date: Mon, 02 Mar 2026 09:01:00 +0000
Message-ID: <m1aa4sumcgokbg3yx3kwbwwr62auh57@example.com>
References: <m1aa4sumcgokbg3yx3kwbwwr62auh57@example.com>
Thread-Topic: The printer is broken
Thread-Index: AQHcqiMW5EHpN+vvVTUgzpTgQbN4nQAAAD0A
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_19b531f798eb6d37f7230b50251ea51993fad6dfa"

--=_19b531f798eb6d37f7230b50251ea51993fad6dfa
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

##- Write your answer above this line -##

Your answer goes to Bob M=C3=BCller <bob@customer.example>. Begin with #not=
e to keep it internal, for Anna.

Ticket 1 =C2=B7 open =C2=B7 normal =C2=B7 nobody''s yet =C2=B7 team support

The printer is broken
The mail also went to carol@customer.example. To have them in your answers =
from now on, write: #cc carol@customer.example

--- Bob M=C3=BCller <bob@customer.example>, 2026-03-02 09:01 UTC ---

It prints only blue, and it''s the third time. Stra=C3=9Fe 1, =C4=B0stanbul,=
 100 %.

Bob

--- Commands, one a line at the top of your answer ---
#take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio=
 high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net  =
 #undo

--- Tap and send the mail that opens, or answer with the word beside it ---
Answer and close (#close): <mailto:support%2Bw1aa4sumcgokbg3symlks5vphf6d3p=
c@example.com?subject=3DRe%3A%20%5B%231%5D%20The%20printer%20is%20broken>
Take it (#take): <mailto:support%2Bt1aa4sumcgokbg33dsggmtdywvwqbhv@example.=
com?subject=3D%5B%231%5D%20Take%20it&body=3D%23note%0D%0A>
Close without an answer (#close): <mailto:support%2Bd1aa4sumcgokbg3wk4g7ues=
znaosfws@example.com?subject=3D%5B%231%5D%20Close%20without%20an%20answer&b=
ody=3D%23note%0D%0A>
Until the next working morning (#snooze 1d): <mailto:support%2Bz1aa4sumcgok=
bg32eflcecw6f6atigl@example.com?subject=3D%5B%231%5D%20Until%20the%20next%2=
0working%20morning&body=3D%23note%0D%0A>
Spam (#spam): <mailto:support%2Bj1aa4sumcgokbg3uvaigvc36o6tqgct@example.com=
?subject=3D%5B%231%5D%20Spam&body=3D%23note%0D%0A>

--=_19b531f798eb6d37f7230b50251ea51993fad6dfa
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta charset=3D"utf-8">
<meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
>
<style>img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style>
</head>
<body style=3D"margin:0;padding:0">
<div class=3D"maildesk-letter" style=3D"font-family:-apple-system,''Segoe UI=
'',Roboto,''Noto Sans CJK SC'',Helvetica,Arial,sans-serif;font-size:15px;line-=
height:1.5;color:#1f2328;padding:8px;overflow-wrap:anywhere">
<div style=3D"color:#59636e;font-size:13px">##- Write your answer above thi=
s line -##</div>
<div style=3D"max-width:720px">
<p style=3D"background:#fff8c5;padding:8px 10px;border-radius:6px;margin:8p=
x 0">
Your answer goes to <b>Bob M=C3=BCller &lt;bob@customer.example&gt;</b>. Be=
gin with <code>#note</code> to keep it internal, for Anna.
</p>
<p style=3D"color:#59636e;font-size:13px;margin:8px 0">Ticket <b>1</b> =C2=
=B7 open =C2=B7 normal =C2=B7 nobody&#39;s yet =C2=B7 team support</p>
<p style=3D"font-size:17px;margin:8px 0"><b>The printer is broken</b></p>
<p style=3D"margin:8px 0">The mail also went to carol@customer.example. To =
have them in your answers from now on, write: <code>#cc carol@customer.exam=
ple</code></p>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 4px"><b>Bob M=C3=BCl=
ler &lt;bob@customer.example&gt;</b> =C2=B7 2026-03-02 09:01 UTC</p>
<div style=3D"border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;o=
verflow-x:auto"><p>It prints only blue, and it&#x27;s the third time. Stra=
=C3=9Fe 1, =C4=B0stanbul, 100 %.</p>
<p>Bob</p></div>
<p style=3D"font-size:13px;color:#59636e;margin:16px 0 6px">Tap and send th=
e mail that opens, or answer with the word beside it</p>
<div>
<a href=3D"mailto:support%2Bw1aa4sumcgokbg3symlks5vphf6d3pc@example.com?sub=
ject=3DRe%3A%20%5B%231%5D%20The%20printer%20is%20broken" style=3D"display:i=
nline-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;mar=
gin:0 6px 8px 0;color:#0969da;text-decoration:none">Answer and close <span =
style=3D"color:#59636e;font-size:12px">#close</span></a>
<a href=3D"mailto:support%2Bt1aa4sumcgokbg33dsggmtdywvwqbhv@example.com?sub=
ject=3D%5B%231%5D%20Take%20it&amp;body=3D%23note%0D%0A" style=3D"display:in=
line-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;marg=
in:0 6px 8px 0;color:#0969da;text-decoration:none">Take it <span style=3D"c=
olor:#59636e;font-size:12px">#take</span></a>
<a href=3D"mailto:support%2Bd1aa4sumcgokbg3wk4g7uesznaosfws@example.com?sub=
ject=3D%5B%231%5D%20Close%20without%20an%20answer&amp;body=3D%23note%0D%0A"=
 style=3D"display:inline-block;border:1px solid #d1d9e0;border-radius:6px;p=
adding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:none">Clos=
e without an answer <span style=3D"color:#59636e;font-size:12px">#close</sp=
an></a>
<a href=3D"mailto:support%2Bz1aa4sumcgokbg32eflcecw6f6atigl@example.com?sub=
ject=3D%5B%231%5D%20Until%20the%20next%20working%20morning&amp;body=3D%23no=
te%0D%0A" style=3D"display:inline-block;border:1px solid #d1d9e0;border-rad=
ius:6px;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:n=
one">Until the next working morning <span style=3D"color:#59636e;font-size:=
12px">#snooze 1d</span></a>
<a href=3D"mailto:support%2Bj1aa4sumcgokbg3uvaigvc36o6tqgct@example.com?sub=
ject=3D%5B%231%5D%20Spam&amp;body=3D%23note%0D%0A" style=3D"display:inline-=
block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;margin:0 =
6px 8px 0;color:#0969da;text-decoration:none">Spam <span style=3D"color:#59=
636e;font-size:12px">#spam</span></a>
</div>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 0">Commands, one a l=
ine at the top of your answer:<br>
<code>#take</code> =C2=B7 <code>#assign anna</code> =C2=B7 <code>#note</cod=
e> =C2=B7 <code>#close</code> =C2=B7 <code>#wait 3d</code> =C2=B7 <code>#sn=
ooze mon 9:00</code> =C2=B7 <code>#prio high</code> =C2=B7 <code>#tag vip</=
code> =C2=B7 <code>#cc kim@example.net</code> =C2=B7 <code>#merge 12</code>=
 =C2=B7 <code>#ask lee@example.net</code> =C2=B7 <code>#undo</code></p>
</div>
</div>
</body>
</html>

--=_19b531f798eb6d37f7230b50251ea51993fad6dfa--
')),
(55981925616838057, mail('From: "Example Billing" <billing@example.com>
To: dora@customer.example
Subject: Re: [#2] Invoice 8
Date: Mon, 02 Mar 2026 09:05:00 +0000
Message-ID: <m1abrxdipddxznjhfkuhg4g2ednbakm@example.com>
In-Reply-To: <5@customer.example>
References: <5@customer.example>
 <m1abrxdipddxznjhfkuhg4g2ednbakm@example.com>
Thread-Topic: Invoice 8
Thread-Index: AQHcqiOmvboYQKT/8cQjH7Pi74qingAAAAAA
Auto-Submitted: auto-replied
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_a82ebc6e0793c973ea3fde35e0389a3b4c74eb9ea"

--=_a82ebc6e0793c973ea3fde35e0389a3b4c74eb9ea
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

Thank you for your mail. It has reached us under the number 2, and a person=
 will answer it.

If you want to add something, answer this mail: it will be put to your requ=
est.

Example Billing

--=_a82ebc6e0793c973ea3fde35e0389a3b4c74eb9ea
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta http-equiv=3D"Content-Type" content=3D"text/html; charset=3Dutf-8">
</head>
<body>
<div class=3D"maildesk-letter" style=3D"font-family:Arial,Helvetica,sans-se=
rif">
<p>Thank you for your mail. It has reached us under the number 2, and a per=
son will answer it.</p>
<p>If you want to add something, answer this mail: it will be put to your r=
equest.</p>
<p>Example Billing</p>
</div>
</body>
</html>

--=_a82ebc6e0793c973ea3fde35e0389a3b4c74eb9ea--
')),
(112590064248260547, mail('From: "Ben (Example Support)" <support@example.com>
To: erik@customer.example
Reply-To: "Ben (Example Support)"
 <support+r1adeaaceqmdb6ddmfydyh5wf3ux52j@example.com>
Subject: Re: [#7] Whom can I call?
Date: Mon, 02 Mar 2026 09:16:00 +0000
Message-ID: <m1adeaaceqmdb6dhzi572ybqqcuhtvq@example.com>
In-Reply-To: <15@customer.example>
References: <m1a3nfuahiyjxzjzx34xcgh6xprgvwc@example.com>
 <15@customer.example>
 <m1adeaaceqmdb6dhzi572ybqqcuhtvq@example.com>
Thread-Topic: Whom can I call?
Thread-Index: AQHcqiUL7qh5nZEvAzZUIvszO34hFAAACRkA
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_08897bcce0c21da18d45389266d5f327dc9fa5dda"

--=_08897bcce0c21da18d45389266d5f327dc9fa5dda
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

Ask anna@example.com.

On Monday, 2 March 2026 at 09:15 UTC, erik@customer.example wrote:
> My ink is still green.

--=_08897bcce0c21da18d45389266d5f327dc9fa5dda
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta http-equiv=3D"Content-Type" content=3D"text/html; charset=3Dutf-8">
</head>
<body>
<div class=3D"maildesk-letter" style=3D"font-family:Arial,Helvetica,sans-se=
rif">
<div><p>Ask anna@example.com.</p></div>
<div><br>On Monday, 2 March 2026 at 09:15 UTC, erik@customer.example wrote:=
<br></div>
<blockquote type=3D"cite" style=3D"margin:0 0 0 .8ex;border-left:1px solid =
#ccc;padding-left:1ex"><p>My ink is still green.</p></blockquote>
</div>
</body>
</html>

--=_08897bcce0c21da18d45389266d5f327dc9fa5dda--
')),
(117945499747229016, mail('From: "Example Support" <support@example.com>
To: "Ben" <ben@example.com>
Reply-To: <support+r1adiygz2puuhkyln3lhzmllvjcmatp@example.com>
Subject: [#6] Delivery
Date: Mon, 02 Mar 2026 09:13:00 +0000
Message-ID: <m1adiygz2puuhkybudmhcokyajup6gt@example.com>
References: <m1adiygz2puuhkybudmhcokyajup6gt@example.com>
Thread-Topic: Delivery
Thread-Index: AQHcqiTEqbutdHCbpgAjDQetOa6RaQAAAAcA
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_12c04399fcfe07b51b52fb1c476263e28fa3a1a9a"

--=_12c04399fcfe07b51b52fb1c476263e28fa3a1a9a
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

##- Write your answer above this line -##

Your answer goes to frank@customer.example. Begin with #note to keep it int=
ernal, for Anna.

Ticket 6 =C2=B7 open =C2=B7 normal =C2=B7 nobody''s yet =C2=B7 team support

Delivery

--- frank@customer.example, 2026-03-02 09:13 UTC ---

When does it come?

--- Commands, one a line at the top of your answer ---
#take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio=
 high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net  =
 #undo

--- Tap and send the mail that opens, or answer with the word beside it ---
Answer and close (#close): <mailto:support%2Bw1adiygz2puuhkygb3upxsu4t6vgdt=
z@example.com?subject=3DRe%3A%20%5B%236%5D%20Delivery>
Take it (#take): <mailto:support%2Bt1adiygz2puuhkyjn4tywabbmpvqtoz@example.=
com?subject=3D%5B%236%5D%20Take%20it&body=3D%23note%0D%0A>
Close without an answer (#close): <mailto:support%2Bd1adiygz2puuhky7tfc4jdi=
a5yzkjhy@example.com?subject=3D%5B%236%5D%20Close%20without%20an%20answer&b=
ody=3D%23note%0D%0A>
Until the next working morning (#snooze 1d): <mailto:support%2Bz1adiygz2puu=
hkyj5kvp3l37etpteog@example.com?subject=3D%5B%236%5D%20Until%20the%20next%2=
0working%20morning&body=3D%23note%0D%0A>
Spam (#spam): <mailto:support%2Bj1adiygz2puuhkyy6texgw5mfjzg7i7@example.com=
?subject=3D%5B%236%5D%20Spam&body=3D%23note%0D%0A>

--=_12c04399fcfe07b51b52fb1c476263e28fa3a1a9a
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta charset=3D"utf-8">
<meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
>
<style>img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style>
</head>
<body style=3D"margin:0;padding:0">
<div class=3D"maildesk-letter" style=3D"font-family:-apple-system,''Segoe UI=
'',Roboto,''Noto Sans CJK SC'',Helvetica,Arial,sans-serif;font-size:15px;line-=
height:1.5;color:#1f2328;padding:8px;overflow-wrap:anywhere">
<div style=3D"color:#59636e;font-size:13px">##- Write your answer above thi=
s line -##</div>
<div style=3D"max-width:720px">
<p style=3D"background:#fff8c5;padding:8px 10px;border-radius:6px;margin:8p=
x 0">
Your answer goes to <b>frank@customer.example</b>. Begin with <code>#note</=
code> to keep it internal, for Anna.
</p>
<p style=3D"color:#59636e;font-size:13px;margin:8px 0">Ticket <b>6</b> =C2=
=B7 open =C2=B7 normal =C2=B7 nobody&#39;s yet =C2=B7 team support</p>
<p style=3D"font-size:17px;margin:8px 0"><b>Delivery</b></p>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 4px"><b>frank@custom=
er.example</b> =C2=B7 2026-03-02 09:13 UTC</p>
<div style=3D"border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;o=
verflow-x:auto"><p>When does it come?</p></div>
<p style=3D"font-size:13px;color:#59636e;margin:16px 0 6px">Tap and send th=
e mail that opens, or answer with the word beside it</p>
<div>
<a href=3D"mailto:support%2Bw1adiygz2puuhkygb3upxsu4t6vgdtz@example.com?sub=
ject=3DRe%3A%20%5B%236%5D%20Delivery" style=3D"display:inline-block;border:=
1px solid #d1d9e0;border-radius:6px;padding:8px 12px;margin:0 6px 8px 0;col=
or:#0969da;text-decoration:none">Answer and close <span style=3D"color:#596=
36e;font-size:12px">#close</span></a>
<a href=3D"mailto:support%2Bt1adiygz2puuhkyjn4tywabbmpvqtoz@example.com?sub=
ject=3D%5B%236%5D%20Take%20it&amp;body=3D%23note%0D%0A" style=3D"display:in=
line-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;marg=
in:0 6px 8px 0;color:#0969da;text-decoration:none">Take it <span style=3D"c=
olor:#59636e;font-size:12px">#take</span></a>
<a href=3D"mailto:support%2Bd1adiygz2puuhky7tfc4jdia5yzkjhy@example.com?sub=
ject=3D%5B%236%5D%20Close%20without%20an%20answer&amp;body=3D%23note%0D%0A"=
 style=3D"display:inline-block;border:1px solid #d1d9e0;border-radius:6px;p=
adding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:none">Clos=
e without an answer <span style=3D"color:#59636e;font-size:12px">#close</sp=
an></a>
<a href=3D"mailto:support%2Bz1adiygz2puuhkyj5kvp3l37etpteog@example.com?sub=
ject=3D%5B%236%5D%20Until%20the%20next%20working%20morning&amp;body=3D%23no=
te%0D%0A" style=3D"display:inline-block;border:1px solid #d1d9e0;border-rad=
ius:6px;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:n=
one">Until the next working morning <span style=3D"color:#59636e;font-size:=
12px">#snooze 1d</span></a>
<a href=3D"mailto:support%2Bj1adiygz2puuhkyy6texgw5mfjzg7i7@example.com?sub=
ject=3D%5B%236%5D%20Spam&amp;body=3D%23note%0D%0A" style=3D"display:inline-=
block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;margin:0 =
6px 8px 0;color:#0969da;text-decoration:none">Spam <span style=3D"color:#59=
636e;font-size:12px">#spam</span></a>
</div>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 0">Commands, one a l=
ine at the top of your answer:<br>
<code>#take</code> =C2=B7 <code>#assign anna</code> =C2=B7 <code>#note</cod=
e> =C2=B7 <code>#close</code> =C2=B7 <code>#wait 3d</code> =C2=B7 <code>#sn=
ooze mon 9:00</code> =C2=B7 <code>#prio high</code> =C2=B7 <code>#tag vip</=
code> =C2=B7 <code>#cc kim@example.net</code> =C2=B7 <code>#merge 12</code>=
 =C2=B7 <code>#ask lee@example.net</code> =C2=B7 <code>#undo</code></p>
</div>
</div>
</body>
</html>

--=_12c04399fcfe07b51b52fb1c476263e28fa3a1a9a--
')),
(141284320340235179, mail('From: "Example Support" <support@example.com>
To: "Anna" <anna@example.com>
Reply-To: <support+c1ad5prk47dmu5lsemyihv74td6zmo7@example.com>
Subject: Did you write this? Mail 18 in your name is held
Date: Mon, 02 Mar 2026 09:18:00 +0000
Message-ID: <c1ad5prk47dmu5lsemyihv74td6zmo7@example.com>
References: <c1ad5prk47dmu5lsemyihv74td6zmo7@example.com>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_0094b75dfcc6aea43b0c7561d614c2be4c3c0a8ca"

--=_0094b75dfcc6aea43b0c7561d614c2be4c3c0a8ca
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

Mail came to Example Support (support@example.com) with your address in Fro=
m, and nothing in it proves that you wrote it. It is kept and has no effect=
=2E

    mail      18
    came      2026-03-02 09:18 UTC
    size      258 B
    asks for  #close

If you wrote it: answer this letter with the one word yes on top. That is t=
he proof, once and until 2026-03-03 09:18 UTC; the mail is then carried out=
 whole, its words and its commands. Nothing else that you write in the answ=
er is read or sent to anybody.
Or tap this, and send the mail that opens as it is: <mailto:support%2Bc1ad5=
prk47dmu5lsemyihv74td6zmo7@example.com?subject=3DRe%3A%20Example%20Support&=
body=3Dyes>

If you did not write it, or do not know it: do not answer, then nothing hap=
pens. If such letters come again, tell whoever runs the desk.

--=_0094b75dfcc6aea43b0c7561d614c2be4c3c0a8ca
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta charset=3D"utf-8">
<meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
>
<style>img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style>
</head>
<body style=3D"margin:0;padding:0">
<div class=3D"maildesk-letter" style=3D"font-family:-apple-system,''Segoe UI=
'',Roboto,''Noto Sans CJK SC'',Helvetica,Arial,sans-serif;font-size:15px;line-=
height:1.5;color:#1f2328;padding:8px;overflow-wrap:anywhere">
<p>Mail came to <b>Example Support</b> (support@example.com) with your addr=
ess in From, and nothing in it proves that you wrote it. It is kept and has=
 no effect.</p>
<p>mail 18, came 2026-03-02 09:18 UTC; 258 B; asks for #close</p>
<p><b>If you wrote it:</b> answer this letter with the one word <b>yes</b> =
on top, or <a href=3D"mailto:support%2Bc1ad5prk47dmu5lsemyihv74td6zmo7@exam=
ple.com?subject=3DRe%3A%20Example%20Support&amp;body=3Dyes">tap here</a> an=
d send the mail that opens as it is. That is the proof, once and until 2026=
-03-03 09:18 UTC; the mail is then carried out whole, its words and its com=
mands. Nothing else that you write in the answer is read or sent to anybody=
=2E</p>
<p><b>If you did not write it, or do not know it:</b> do not answer, then n=
othing happens. If such letters come again, tell whoever runs the desk.</p>
</div>
</body>
</html>

--=_0094b75dfcc6aea43b0c7561d614c2be4c3c0a8ca--
')),
(158523784492522989, mail('From: "Example Support" <support@example.com>
To: "Ben" <ben@example.com>
Reply-To: <support+r1aemzqrldsbhpnzevxnicf52n2sdds@example.com>
Subject: [#7] Whom can I call?
Date: Mon, 02 Mar 2026 09:15:00 +0000
Message-ID: <m1aemzqrldsbhpn5m5cp7wjhbgnb7gk@example.com>
References: <m1aemzqrldsbhpn5m5cp7wjhbgnb7gk@example.com>
Thread-Topic: Whom can I call?
Thread-Index: AQHcqiULZsb/hU6xDHUxPR1UqmFa4QAAACgA
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_edc503c58793ea3ef7e82fc199ccf8d7d5d80f4da"

--=_edc503c58793ea3ef7e82fc199ccf8d7d5d80f4da
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

##- Write your answer above this line -##

Your answer goes to erik@customer.example. Begin with #note to keep it inte=
rnal, for Anna.

Ticket 7 =C2=B7 open =C2=B7 normal =C2=B7 nobody''s yet =C2=B7 team support

Whom can I call?

--- erik@customer.example, 2026-03-02 09:15 UTC ---

My ink is still green.

--- Commands, one a line at the top of your answer ---
#take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio=
 high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net  =
 #undo

--- Tap and send the mail that opens, or answer with the word beside it ---
Answer and close (#close): <mailto:support%2Bw1aemzqrldsbhpntif4argx65v7qew=
c@example.com?subject=3DRe%3A%20%5B%237%5D%20Whom%20can%20I%20call%3F>
Take it (#take): <mailto:support%2Bt1aemzqrldsbhpnf2lh5nq6tdawc6vg@example.=
com?subject=3D%5B%237%5D%20Take%20it&body=3D%23note%0D%0A>
Close without an answer (#close): <mailto:support%2Bd1aemzqrldsbhpnesz2wvka=
s2psfyff@example.com?subject=3D%5B%237%5D%20Close%20without%20an%20answer&b=
ody=3D%23note%0D%0A>
Until the next working morning (#snooze 1d): <mailto:support%2Bz1aemzqrldsb=
hpnzhiqv4g5nuqe3jr2@example.com?subject=3D%5B%237%5D%20Until%20the%20next%2=
0working%20morning&body=3D%23note%0D%0A>
Spam (#spam): <mailto:support%2Bj1aemzqrldsbhpnarl562evw6z4bh6w@example.com=
?subject=3D%5B%237%5D%20Spam&body=3D%23note%0D%0A>

--=_edc503c58793ea3ef7e82fc199ccf8d7d5d80f4da
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta charset=3D"utf-8">
<meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
>
<style>img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style>
</head>
<body style=3D"margin:0;padding:0">
<div class=3D"maildesk-letter" style=3D"font-family:-apple-system,''Segoe UI=
'',Roboto,''Noto Sans CJK SC'',Helvetica,Arial,sans-serif;font-size:15px;line-=
height:1.5;color:#1f2328;padding:8px;overflow-wrap:anywhere">
<div style=3D"color:#59636e;font-size:13px">##- Write your answer above thi=
s line -##</div>
<div style=3D"max-width:720px">
<p style=3D"background:#fff8c5;padding:8px 10px;border-radius:6px;margin:8p=
x 0">
Your answer goes to <b>erik@customer.example</b>. Begin with <code>#note</c=
ode> to keep it internal, for Anna.
</p>
<p style=3D"color:#59636e;font-size:13px;margin:8px 0">Ticket <b>7</b> =C2=
=B7 open =C2=B7 normal =C2=B7 nobody&#39;s yet =C2=B7 team support</p>
<p style=3D"font-size:17px;margin:8px 0"><b>Whom can I call?</b></p>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 4px"><b>erik@custome=
r.example</b> =C2=B7 2026-03-02 09:15 UTC</p>
<div style=3D"border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;o=
verflow-x:auto"><p>My ink is still green.</p></div>
<p style=3D"font-size:13px;color:#59636e;margin:16px 0 6px">Tap and send th=
e mail that opens, or answer with the word beside it</p>
<div>
<a href=3D"mailto:support%2Bw1aemzqrldsbhpntif4argx65v7qewc@example.com?sub=
ject=3DRe%3A%20%5B%237%5D%20Whom%20can%20I%20call%3F" style=3D"display:inli=
ne-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;margin=
:0 6px 8px 0;color:#0969da;text-decoration:none">Answer and close <span sty=
le=3D"color:#59636e;font-size:12px">#close</span></a>
<a href=3D"mailto:support%2Bt1aemzqrldsbhpnf2lh5nq6tdawc6vg@example.com?sub=
ject=3D%5B%237%5D%20Take%20it&amp;body=3D%23note%0D%0A" style=3D"display:in=
line-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;marg=
in:0 6px 8px 0;color:#0969da;text-decoration:none">Take it <span style=3D"c=
olor:#59636e;font-size:12px">#take</span></a>
<a href=3D"mailto:support%2Bd1aemzqrldsbhpnesz2wvkas2psfyff@example.com?sub=
ject=3D%5B%237%5D%20Close%20without%20an%20answer&amp;body=3D%23note%0D%0A"=
 style=3D"display:inline-block;border:1px solid #d1d9e0;border-radius:6px;p=
adding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:none">Clos=
e without an answer <span style=3D"color:#59636e;font-size:12px">#close</sp=
an></a>
<a href=3D"mailto:support%2Bz1aemzqrldsbhpnzhiqv4g5nuqe3jr2@example.com?sub=
ject=3D%5B%237%5D%20Until%20the%20next%20working%20morning&amp;body=3D%23no=
te%0D%0A" style=3D"display:inline-block;border:1px solid #d1d9e0;border-rad=
ius:6px;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:n=
one">Until the next working morning <span style=3D"color:#59636e;font-size:=
12px">#snooze 1d</span></a>
<a href=3D"mailto:support%2Bj1aemzqrldsbhpnarl562evw6z4bh6w@example.com?sub=
ject=3D%5B%237%5D%20Spam&amp;body=3D%23note%0D%0A" style=3D"display:inline-=
block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;margin:0 =
6px 8px 0;color:#0969da;text-decoration:none">Spam <span style=3D"color:#59=
636e;font-size:12px">#spam</span></a>
</div>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 0">Commands, one a l=
ine at the top of your answer:<br>
<code>#take</code> =C2=B7 <code>#assign anna</code> =C2=B7 <code>#note</cod=
e> =C2=B7 <code>#close</code> =C2=B7 <code>#wait 3d</code> =C2=B7 <code>#sn=
ooze mon 9:00</code> =C2=B7 <code>#prio high</code> =C2=B7 <code>#tag vip</=
code> =C2=B7 <code>#cc kim@example.net</code> =C2=B7 <code>#merge 12</code>=
 =C2=B7 <code>#ask lee@example.net</code> =C2=B7 <code>#undo</code></p>
</div>
</div>
</body>
</html>

--=_edc503c58793ea3ef7e82fc199ccf8d7d5d80f4da--
')),
(180761995246482716, mail('From: =?utf-8?B?5a6i5oi35pyN5Yqh?= <kefu@example.com>
To: "Ben" <ben@example.com>
Subject: =?utf-8?B?WyM0XSDlj5Hnpajpl67popg=?=
Date: Mon, 02 Mar 2026 17:08:00 +0800
Message-ID: <m1afarscozy5ni4ittxie2vaee4gsyf@example.com>
References: <m1afarscozy5ni4ittxie2vaee4gsyf@example.com>
Thread-Topic: =?utf-8?B?5Y+R56Wo6Zeu6aKY?=
Thread-Index: AQHcqiQRo1ElSvET0RxRdmu7PCfirwAAABIA
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_789b1d01d6ad7748d7879f4707ba86c06a75f643a"

--=_789b1d01d6ad7748d7879f4707ba86c06a75f643a
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

##- Write your answer above this line -##

Your answer goes to =E6=9D=8E=E4=BC=9F <liwei@customer.example>. Begin with=
 #note to keep it internal, for Anna.

Ticket 4 =C2=B7 open =C2=B7 normal =C2=B7 nobody''s yet =C2=B7 team support

=E5=8F=91=E7=A5=A8=E9=97=AE=E9=A2=98

--- =E6=9D=8E=E4=BC=9F <liwei@customer.example>, 2026-03-02 17:08 CST ---

=E4=BD=A0=E5=A5=BD=EF=BC=8C=E6=88=91=E9=9C=80=E8=A6=81=E4=B8=80=E5=BC=A0=E5=
=8F=91=E7=A5=A8=E3=80=82

--- Commands, one a line at the top of your answer ---
#take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio=
 high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net  =
 #undo

--- Tap and send the mail that opens, or answer with the word beside it ---
Answer and close (#close): <mailto:kefu@example.com?subject=3DRe%3A%20%5B%2=
34%5D%20%E5%8F%91%E7%A5%A8%E9%97%AE%E9%A2%98%20%28w1afarscozy5ni46gvkfmn3sk=
64i3jx%29>
Take it (#take): <mailto:kefu@example.com?subject=3D%5B%234%5D%20Take%20it%=
20%28t1afarscozy5ni4zkyywlitjst4zebk%29&body=3D%23note%0D%0A>
Close without an answer (#close): <mailto:kefu@example.com?subject=3D%5B%23=
4%5D%20Close%20without%20an%20answer%20%28d1afarscozy5ni47pptunn6nr5544ey%2=
9&body=3D%23note%0D%0A>
Until the next working morning (#snooze 1d): <mailto:kefu@example.com?subje=
ct=3D%5B%234%5D%20Until%20the%20next%20working%20morning%20%28z1afarscozy5n=
i4yaq6727jfcqm2w2f%29&body=3D%23note%0D%0A>
Spam (#spam): <mailto:kefu@example.com?subject=3D%5B%234%5D%20Spam%20%28j1a=
farscozy5ni4vuz6hv7u25ve6vhg%29&body=3D%23note%0D%0A>

--=_789b1d01d6ad7748d7879f4707ba86c06a75f643a
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta charset=3D"utf-8">
<meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
>
<style>img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style>
</head>
<body style=3D"margin:0;padding:0">
<div class=3D"maildesk-letter" style=3D"font-family:-apple-system,''Segoe UI=
'',Roboto,''Noto Sans CJK SC'',Helvetica,Arial,sans-serif;font-size:15px;line-=
height:1.5;color:#1f2328;padding:8px;overflow-wrap:anywhere">
<div style=3D"color:#59636e;font-size:13px">##- Write your answer above thi=
s line -##</div>
<div style=3D"max-width:720px">
<p style=3D"background:#fff8c5;padding:8px 10px;border-radius:6px;margin:8p=
x 0">
Your answer goes to <b>=E6=9D=8E=E4=BC=9F &lt;liwei@customer.example&gt;</b=
>. Begin with <code>#note</code> to keep it internal, for Anna.
</p>
<p style=3D"color:#59636e;font-size:13px;margin:8px 0">Ticket <b>4</b> =C2=
=B7 open =C2=B7 normal =C2=B7 nobody&#39;s yet =C2=B7 team support</p>
<p style=3D"font-size:17px;margin:8px 0"><b>=E5=8F=91=E7=A5=A8=E9=97=AE=E9=
=A2=98</b></p>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 4px"><b>=E6=9D=8E=E4=
=BC=9F &lt;liwei@customer.example&gt;</b> =C2=B7 2026-03-02 17:08 CST</p>
<div style=3D"border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;o=
verflow-x:auto"><p>=E4=BD=A0=E5=A5=BD=EF=BC=8C=E6=88=91=E9=9C=80=E8=A6=81=
=E4=B8=80=E5=BC=A0=E5=8F=91=E7=A5=A8=E3=80=82</p></div>
<p style=3D"font-size:13px;color:#59636e;margin:16px 0 6px">Tap and send th=
e mail that opens, or answer with the word beside it</p>
<div>
<a href=3D"mailto:kefu@example.com?subject=3DRe%3A%20%5B%234%5D%20%E5%8F%91=
%E7%A5%A8%E9%97%AE%E9%A2%98%20%28w1afarscozy5ni46gvkfmn3sk64i3jx%29" style=
=3D"display:inline-block;border:1px solid #d1d9e0;border-radius:6px;padding=
:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:none">Answer and=
 close <span style=3D"color:#59636e;font-size:12px">#close</span></a>
<a href=3D"mailto:kefu@example.com?subject=3D%5B%234%5D%20Take%20it%20%28t1=
afarscozy5ni4zkyywlitjst4zebk%29&amp;body=3D%23note%0D%0A" style=3D"display=
:inline-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;m=
argin:0 6px 8px 0;color:#0969da;text-decoration:none">Take it <span style=
=3D"color:#59636e;font-size:12px">#take</span></a>
<a href=3D"mailto:kefu@example.com?subject=3D%5B%234%5D%20Close%20without%2=
0an%20answer%20%28d1afarscozy5ni47pptunn6nr5544ey%29&amp;body=3D%23note%0D%=
0A" style=3D"display:inline-block;border:1px solid #d1d9e0;border-radius:6p=
x;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:none">C=
lose without an answer <span style=3D"color:#59636e;font-size:12px">#close<=
/span></a>
<a href=3D"mailto:kefu@example.com?subject=3D%5B%234%5D%20Until%20the%20nex=
t%20working%20morning%20%28z1afarscozy5ni4yaq6727jfcqm2w2f%29&amp;body=3D%2=
3note%0D%0A" style=3D"display:inline-block;border:1px solid #d1d9e0;border-=
radius:6px;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoratio=
n:none">Until the next working morning <span style=3D"color:#59636e;font-si=
ze:12px">#snooze 1d</span></a>
<a href=3D"mailto:kefu@example.com?subject=3D%5B%234%5D%20Spam%20%28j1afars=
cozy5ni4vuz6hv7u25ve6vhg%29&amp;body=3D%23note%0D%0A" style=3D"display:inli=
ne-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;margin=
:0 6px 8px 0;color:#0969da;text-decoration:none">Spam <span style=3D"color:=
#59636e;font-size:12px">#spam</span></a>
</div>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 0">Commands, one a l=
ine at the top of your answer:<br>
<code>#take</code> =C2=B7 <code>#assign anna</code> =C2=B7 <code>#note</cod=
e> =C2=B7 <code>#close</code> =C2=B7 <code>#wait 3d</code> =C2=B7 <code>#sn=
ooze mon 9:00</code> =C2=B7 <code>#prio high</code> =C2=B7 <code>#tag vip</=
code> =C2=B7 <code>#cc kim@example.net</code> =C2=B7 <code>#merge 12</code>=
 =C2=B7 <code>#ask lee@example.net</code> =C2=B7 <code>#undo</code></p>
</div>
</div>
</body>
</html>

--=_789b1d01d6ad7748d7879f4707ba86c06a75f643a--
')),
(208347340138605145, mail('From: =?utf-8?B?5a6i5oi35pyN5Yqh?= <kefu@example.com>
To: "Anna" <anna@example.com>
Subject: =?utf-8?B?WyM0XSDlj5Hnpajpl67popg=?=
Date: Mon, 02 Mar 2026 17:08:00 +0800
Message-ID: <m1afzbszvhnx2szbhrqjlnffkn3rg62@example.com>
References: <m1afzbszvhnx2szbhrqjlnffkn3rg62@example.com>
Thread-Topic: =?utf-8?B?5Y+R56Wo6Zeu6aKY?=
Thread-Index: AQHcqiQRo1ElSvET0RxRdmu7PCfirwAAABIA
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_213a30f803cda623266e42dd101379f9152cbe81a"

--=_213a30f803cda623266e42dd101379f9152cbe81a
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

##- Write your answer above this line -##

Your answer goes to =E6=9D=8E=E4=BC=9F <liwei@customer.example>. Begin with=
 #note to keep it internal, for Ben.

Ticket 4 =C2=B7 open =C2=B7 normal =C2=B7 nobody''s yet =C2=B7 team support

=E5=8F=91=E7=A5=A8=E9=97=AE=E9=A2=98

--- =E6=9D=8E=E4=BC=9F <liwei@customer.example>, 2026-03-02 17:08 CST ---

=E4=BD=A0=E5=A5=BD=EF=BC=8C=E6=88=91=E9=9C=80=E8=A6=81=E4=B8=80=E5=BC=A0=E5=
=8F=91=E7=A5=A8=E3=80=82

--- Commands, one a line at the top of your answer ---
#take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio=
 high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net  =
 #undo

--- Tap and send the mail that opens, or answer with the word beside it ---
Answer and close (#close): <mailto:kefu@example.com?subject=3DRe%3A%20%5B%2=
34%5D%20%E5%8F%91%E7%A5%A8%E9%97%AE%E9%A2%98%20%28w1afzbszvhnx2szxqirdjr522=
t5cr6r%29>
Take it (#take): <mailto:kefu@example.com?subject=3D%5B%234%5D%20Take%20it%=
20%28t1afzbszvhnx2sz4dxn5kawkso2sama%29&body=3D%23note%0D%0A>
Close without an answer (#close): <mailto:kefu@example.com?subject=3D%5B%23=
4%5D%20Close%20without%20an%20answer%20%28d1afzbszvhnx2szw2tdx3la226sbzqu%2=
9&body=3D%23note%0D%0A>
Until the next working morning (#snooze 1d): <mailto:kefu@example.com?subje=
ct=3D%5B%234%5D%20Until%20the%20next%20working%20morning%20%28z1afzbszvhnx2=
szahrr2p7drmy6o7nb%29&body=3D%23note%0D%0A>
Spam (#spam): <mailto:kefu@example.com?subject=3D%5B%234%5D%20Spam%20%28j1a=
fzbszvhnx2sz5ekl5fqu5uvvmotr%29&body=3D%23note%0D%0A>

--=_213a30f803cda623266e42dd101379f9152cbe81a
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta charset=3D"utf-8">
<meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
>
<style>img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style>
</head>
<body style=3D"margin:0;padding:0">
<div class=3D"maildesk-letter" style=3D"font-family:-apple-system,''Segoe UI=
'',Roboto,''Noto Sans CJK SC'',Helvetica,Arial,sans-serif;font-size:15px;line-=
height:1.5;color:#1f2328;padding:8px;overflow-wrap:anywhere">
<div style=3D"color:#59636e;font-size:13px">##- Write your answer above thi=
s line -##</div>
<div style=3D"max-width:720px">
<p style=3D"background:#fff8c5;padding:8px 10px;border-radius:6px;margin:8p=
x 0">
Your answer goes to <b>=E6=9D=8E=E4=BC=9F &lt;liwei@customer.example&gt;</b=
>. Begin with <code>#note</code> to keep it internal, for Ben.
</p>
<p style=3D"color:#59636e;font-size:13px;margin:8px 0">Ticket <b>4</b> =C2=
=B7 open =C2=B7 normal =C2=B7 nobody&#39;s yet =C2=B7 team support</p>
<p style=3D"font-size:17px;margin:8px 0"><b>=E5=8F=91=E7=A5=A8=E9=97=AE=E9=
=A2=98</b></p>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 4px"><b>=E6=9D=8E=E4=
=BC=9F &lt;liwei@customer.example&gt;</b> =C2=B7 2026-03-02 17:08 CST</p>
<div style=3D"border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;o=
verflow-x:auto"><p>=E4=BD=A0=E5=A5=BD=EF=BC=8C=E6=88=91=E9=9C=80=E8=A6=81=
=E4=B8=80=E5=BC=A0=E5=8F=91=E7=A5=A8=E3=80=82</p></div>
<p style=3D"font-size:13px;color:#59636e;margin:16px 0 6px">Tap and send th=
e mail that opens, or answer with the word beside it</p>
<div>
<a href=3D"mailto:kefu@example.com?subject=3DRe%3A%20%5B%234%5D%20%E5%8F%91=
%E7%A5%A8%E9%97%AE%E9%A2%98%20%28w1afzbszvhnx2szxqirdjr522t5cr6r%29" style=
=3D"display:inline-block;border:1px solid #d1d9e0;border-radius:6px;padding=
:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:none">Answer and=
 close <span style=3D"color:#59636e;font-size:12px">#close</span></a>
<a href=3D"mailto:kefu@example.com?subject=3D%5B%234%5D%20Take%20it%20%28t1=
afzbszvhnx2sz4dxn5kawkso2sama%29&amp;body=3D%23note%0D%0A" style=3D"display=
:inline-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;m=
argin:0 6px 8px 0;color:#0969da;text-decoration:none">Take it <span style=
=3D"color:#59636e;font-size:12px">#take</span></a>
<a href=3D"mailto:kefu@example.com?subject=3D%5B%234%5D%20Close%20without%2=
0an%20answer%20%28d1afzbszvhnx2szw2tdx3la226sbzqu%29&amp;body=3D%23note%0D%=
0A" style=3D"display:inline-block;border:1px solid #d1d9e0;border-radius:6p=
x;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:none">C=
lose without an answer <span style=3D"color:#59636e;font-size:12px">#close<=
/span></a>
<a href=3D"mailto:kefu@example.com?subject=3D%5B%234%5D%20Until%20the%20nex=
t%20working%20morning%20%28z1afzbszvhnx2szahrr2p7drmy6o7nb%29&amp;body=3D%2=
3note%0D%0A" style=3D"display:inline-block;border:1px solid #d1d9e0;border-=
radius:6px;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoratio=
n:none">Until the next working morning <span style=3D"color:#59636e;font-si=
ze:12px">#snooze 1d</span></a>
<a href=3D"mailto:kefu@example.com?subject=3D%5B%234%5D%20Spam%20%28j1afzbs=
zvhnx2sz5ekl5fqu5uvvmotr%29&amp;body=3D%23note%0D%0A" style=3D"display:inli=
ne-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;margin=
:0 6px 8px 0;color:#0969da;text-decoration:none">Spam <span style=3D"color:=
#59636e;font-size:12px">#spam</span></a>
</div>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 0">Commands, one a l=
ine at the top of your answer:<br>
<code>#take</code> =C2=B7 <code>#assign anna</code> =C2=B7 <code>#note</cod=
e> =C2=B7 <code>#close</code> =C2=B7 <code>#wait 3d</code> =C2=B7 <code>#sn=
ooze mon 9:00</code> =C2=B7 <code>#prio high</code> =C2=B7 <code>#tag vip</=
code> =C2=B7 <code>#cc kim@example.net</code> =C2=B7 <code>#merge 12</code>=
 =C2=B7 <code>#ask lee@example.net</code> =C2=B7 <code>#undo</code></p>
</div>
</div>
</body>
</html>

--=_213a30f803cda623266e42dd101379f9152cbe81a--
')),
(317113615584874248, mail('From: "Anna (Example Support)" <support@example.com>
To: frank@customer.example
Reply-To: "Anna (Example Support)"
 <support+r1aizu5e45gatyi5vmszgszdsk4rddk@example.com>
Subject: Re: [#6] Delivery
Date: Mon, 02 Mar 2026 09:14:00 +0000
Message-ID: <m1aizu5e45gatyiadownznn2x7v7tnk@example.com>
In-Reply-To: <13@customer.example>
References: <m1al66urwavpycwcldsmhji34jbmvmd@example.com>
 <13@customer.example>
 <m1aizu5e45gatyiadownznn2x7v7tnk@example.com>
Thread-Topic: Delivery
Thread-Index: AQHcqiTEY8pUQ+BJGTfkFOeOSPdKhQAACPcA
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_9d92a105e962a0c8eeae6ca0daca62cf083fa48da"

--=_9d92a105e962a0c8eeae6ca0daca62cf083fa48da
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

On Tuesday.

On Monday, 2 March 2026 at 09:13 UTC, frank@customer.example wrote:
> When does it come?

--=_9d92a105e962a0c8eeae6ca0daca62cf083fa48da
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta http-equiv=3D"Content-Type" content=3D"text/html; charset=3Dutf-8">
</head>
<body>
<div class=3D"maildesk-letter" style=3D"font-family:Arial,Helvetica,sans-se=
rif">
<div><p>On Tuesday.</p></div>
<div><br>On Monday, 2 March 2026 at 09:13 UTC, frank@customer.example wrote=
:<br></div>
<blockquote type=3D"cite" style=3D"margin:0 0 0 .8ex;border-left:1px solid =
#ccc;padding-left:1ex"><p>When does it come?</p></blockquote>
</div>
</body>
</html>

--=_9d92a105e962a0c8eeae6ca0daca62cf083fa48da--
')),
(343143708128477338, mail('From: "Example Billing" <billing@example.com>
To: "Ben" <ben@example.com>
Subject: [#2] Invoice 8
Date: Mon, 02 Mar 2026 09:05:00 +0000
Message-ID: <m1ajqyxmjw6rae2pprgzy7c57p7yyuv@example.com>
References: <m1ajqyxmjw6rae2pprgzy7c57p7yyuv@example.com>
Thread-Topic: Invoice 8
Thread-Index: AQHcqiOmMZ6hXwIrcE02TVS4A8D14wAAAAAA
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_05e5b40bc51ae551208096f2808f84e8a0cb3c93a"

--=_05e5b40bc51ae551208096f2808f84e8a0cb3c93a
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

##- Write your answer above this line -##

Your answer goes to dora@customer.example. Begin with #note to keep it inte=
rnal, for Anna.

Ticket 2 =C2=B7 open =C2=B7 normal =C2=B7 nobody''s yet =C2=B7 team support

Invoice 8

--- dora@customer.example, 2026-03-02 09:05 UTC ---

Wrong address.

--- Commands, one a line at the top of your answer ---
#take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio=
 high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net  =
 #undo

--- Tap and send the mail that opens, or answer with the word beside it ---
Answer and close (#close): <mailto:billing@example.com?subject=3DRe%3A%20%5=
B%232%5D%20Invoice%208%20%28w1ajqyxmjw6rae2jnb5nh7k7yefqjue%29>
Take it (#take): <mailto:billing@example.com?subject=3D%5B%232%5D%20Take%20=
it%20%28t1ajqyxmjw6rae2avh4eicaeoubxh2u%29&body=3D%23note%0D%0A>
Close without an answer (#close): <mailto:billing@example.com?subject=3D%5B=
%232%5D%20Close%20without%20an%20answer%20%28d1ajqyxmjw6rae2r5taj6jsnp6site=
i%29&body=3D%23note%0D%0A>
Until the next working morning (#snooze 1d): <mailto:billing@example.com?su=
bject=3D%5B%232%5D%20Until%20the%20next%20working%20morning%20%28z1ajqyxmjw=
6rae2rlzkmsnrnwaesgma%29&body=3D%23note%0D%0A>
Spam (#spam): <mailto:billing@example.com?subject=3D%5B%232%5D%20Spam%20%28=
j1ajqyxmjw6rae2tz52gtutrxiqvwqn%29&body=3D%23note%0D%0A>

--=_05e5b40bc51ae551208096f2808f84e8a0cb3c93a
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta charset=3D"utf-8">
<meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
>
<style>img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style>
</head>
<body style=3D"margin:0;padding:0">
<div class=3D"maildesk-letter" style=3D"font-family:-apple-system,''Segoe UI=
'',Roboto,''Noto Sans CJK SC'',Helvetica,Arial,sans-serif;font-size:15px;line-=
height:1.5;color:#1f2328;padding:8px;overflow-wrap:anywhere">
<div style=3D"color:#59636e;font-size:13px">##- Write your answer above thi=
s line -##</div>
<div style=3D"max-width:720px">
<p style=3D"background:#fff8c5;padding:8px 10px;border-radius:6px;margin:8p=
x 0">
Your answer goes to <b>dora@customer.example</b>. Begin with <code>#note</c=
ode> to keep it internal, for Anna.
</p>
<p style=3D"color:#59636e;font-size:13px;margin:8px 0">Ticket <b>2</b> =C2=
=B7 open =C2=B7 normal =C2=B7 nobody&#39;s yet =C2=B7 team support</p>
<p style=3D"font-size:17px;margin:8px 0"><b>Invoice 8</b></p>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 4px"><b>dora@custome=
r.example</b> =C2=B7 2026-03-02 09:05 UTC</p>
<div style=3D"border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;o=
verflow-x:auto"><p>Wrong address.</p></div>
<p style=3D"font-size:13px;color:#59636e;margin:16px 0 6px">Tap and send th=
e mail that opens, or answer with the word beside it</p>
<div>
<a href=3D"mailto:billing@example.com?subject=3DRe%3A%20%5B%232%5D%20Invoic=
e%208%20%28w1ajqyxmjw6rae2jnb5nh7k7yefqjue%29" style=3D"display:inline-bloc=
k;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;margin:0 6px =
8px 0;color:#0969da;text-decoration:none">Answer and close <span style=3D"c=
olor:#59636e;font-size:12px">#close</span></a>
<a href=3D"mailto:billing@example.com?subject=3D%5B%232%5D%20Take%20it%20%2=
8t1ajqyxmjw6rae2avh4eicaeoubxh2u%29&amp;body=3D%23note%0D%0A" style=3D"disp=
lay:inline-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12p=
x;margin:0 6px 8px 0;color:#0969da;text-decoration:none">Take it <span styl=
e=3D"color:#59636e;font-size:12px">#take</span></a>
<a href=3D"mailto:billing@example.com?subject=3D%5B%232%5D%20Close%20withou=
t%20an%20answer%20%28d1ajqyxmjw6rae2r5taj6jsnp6sitei%29&amp;body=3D%23note%=
0D%0A" style=3D"display:inline-block;border:1px solid #d1d9e0;border-radius=
:6px;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:none=
">Close without an answer <span style=3D"color:#59636e;font-size:12px">#clo=
se</span></a>
<a href=3D"mailto:billing@example.com?subject=3D%5B%232%5D%20Until%20the%20=
next%20working%20morning%20%28z1ajqyxmjw6rae2rlzkmsnrnwaesgma%29&amp;body=
=3D%23note%0D%0A" style=3D"display:inline-block;border:1px solid #d1d9e0;bo=
rder-radius:6px;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-deco=
ration:none">Until the next working morning <span style=3D"color:#59636e;fo=
nt-size:12px">#snooze 1d</span></a>
<a href=3D"mailto:billing@example.com?subject=3D%5B%232%5D%20Spam%20%28j1aj=
qyxmjw6rae2tz52gtutrxiqvwqn%29&amp;body=3D%23note%0D%0A" style=3D"display:i=
nline-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;mar=
gin:0 6px 8px 0;color:#0969da;text-decoration:none">Spam <span style=3D"col=
or:#59636e;font-size:12px">#spam</span></a>
</div>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 0">Commands, one a l=
ine at the top of your answer:<br>
<code>#take</code> =C2=B7 <code>#assign anna</code> =C2=B7 <code>#note</cod=
e> =C2=B7 <code>#close</code> =C2=B7 <code>#wait 3d</code> =C2=B7 <code>#sn=
ooze mon 9:00</code> =C2=B7 <code>#prio high</code> =C2=B7 <code>#tag vip</=
code> =C2=B7 <code>#cc kim@example.net</code> =C2=B7 <code>#merge 12</code>=
 =C2=B7 <code>#ask lee@example.net</code> =C2=B7 <code>#undo</code></p>
</div>
</div>
</body>
</html>

--=_05e5b40bc51ae551208096f2808f84e8a0cb3c93a--
')),
(396312072484313488, mail('From: "Example Support" <support@example.com>
To: "Anna" <anna@example.com>
Reply-To: <support+r1ak773xlwkawmq2qhj25aahtfobtqc@example.com>
Subject: [#1] The printer is broken
Date: Mon, 02 Mar 2026 09:03:00 +0000
Message-ID: <m1ak773xlwkawmqfb46qnkzavzbm53y@example.com>
In-Reply-To: <m1awhfrqf6ylfl4ur5do6e6en6bfemz@example.com>
References: <m1awhfrqf6ylfl4ur5do6e6en6bfemz@example.com>
 <m1ak773xlwkawmqfb46qnkzavzbm53y@example.com>
Thread-Topic: The printer is broken
Thread-Index: AQHcqiMW5EHpN+vvVTUgzpTgQbN4nQAAEh4A
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_60baee177d4ce082320ef3ece819855d61fc2e32a"

--=_60baee177d4ce082320ef3ece819855d61fc2e32a
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

##- Write your answer above this line -##

Your answer stays internal, as a note. Begin with #reply to write to Bob M=
=C3=BCller <bob@customer.example>.

Ticket 1 =C2=B7 open =C2=B7 high =C2=B7 anna@example.com =C2=B7 team suppor=
t =C2=B7 colour, printer

The printer is broken

--- Ben <ben@example.com>, 2026-03-02 09:03 UTC (internal note) ---

Third time: perhaps we should replace it.

--- Commands, one a line at the top of your answer ---
#take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio=
 high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net  =
 #undo

--- Before that ---

Bob M=C3=BCller <bob@customer.example>, 2026-03-02 09:01 UTC:
> It prints only blue, and it''s the third time. Stra=C3=9Fe 1, =C4=B0stanbu=
l, 100 %.
>
> Bob

Anna <anna@example.com>, 2026-03-02 09:02 UTC:
> Please change the ink.

--- Tap and send the mail that opens, or answer with the word beside it ---
Answer and close (#close): <mailto:support%2Bw1ak773xlwkawmq4gnofihx3shibkv=
x@example.com?subject=3DRe%3A%20%5B%231%5D%20The%20printer%20is%20broken>
Close without an answer (#close): <mailto:support%2Bd1ak773xlwkawmqe4ps5gbo=
jv7ioide@example.com?subject=3D%5B%231%5D%20Close%20without%20an%20answer&b=
ody=3D%23note%0D%0A>
Until the next working morning (#snooze 1d): <mailto:support%2Bz1ak773xlwka=
wmqkpl262ylxaozm4tq@example.com?subject=3D%5B%231%5D%20Until%20the%20next%2=
0working%20morning&body=3D%23note%0D%0A>
Not mine, back to the team (#unassign): <mailto:support%2Bu1ak773xlwkawmqnh=
dhxmlzdcqgkq2o@example.com?subject=3D%5B%231%5D%20Not%20mine%2C%20back%20to=
%20the%20team&body=3D%23note%0D%0A>
Spam (#spam): <mailto:support%2Bj1ak773xlwkawmqkwg34pf43wrlxp7n@example.com=
?subject=3D%5B%231%5D%20Spam&body=3D%23note%0D%0A>

--=_60baee177d4ce082320ef3ece819855d61fc2e32a
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta charset=3D"utf-8">
<meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
>
<style>img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style>
</head>
<body style=3D"margin:0;padding:0">
<div class=3D"maildesk-letter" style=3D"font-family:-apple-system,''Segoe UI=
'',Roboto,''Noto Sans CJK SC'',Helvetica,Arial,sans-serif;font-size:15px;line-=
height:1.5;color:#1f2328;padding:8px;overflow-wrap:anywhere">
<div style=3D"color:#59636e;font-size:13px">##- Write your answer above thi=
s line -##</div>
<div style=3D"max-width:720px">
<p style=3D"background:#fff8c5;padding:8px 10px;border-radius:6px;margin:8p=
x 0">
Your answer <b>stays internal</b>, as a note. Begin with <code>#reply</code=
> to write to Bob M=C3=BCller &lt;bob@customer.example&gt;.
</p>
<p style=3D"color:#59636e;font-size:13px;margin:8px 0">Ticket <b>1</b> =C2=
=B7 open =C2=B7 high =C2=B7 anna@example.com =C2=B7 team support =C2=B7 col=
our, printer</p>
<p style=3D"font-size:17px;margin:8px 0"><b>The printer is broken</b></p>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 4px"><b>Ben &lt;ben@=
example.com&gt;</b> =C2=B7 2026-03-02 09:03 UTC =C2=B7 <b>internal note</b>=
</p>
<div style=3D"border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;o=
verflow-x:auto"><p>Third time: perhaps we should replace it.</p></div>
<p style=3D"font-size:13px;color:#59636e;margin:16px 0 6px">Tap and send th=
e mail that opens, or answer with the word beside it</p>
<div>
<a href=3D"mailto:support%2Bw1ak773xlwkawmq4gnofihx3shibkvx@example.com?sub=
ject=3DRe%3A%20%5B%231%5D%20The%20printer%20is%20broken" style=3D"display:i=
nline-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;mar=
gin:0 6px 8px 0;color:#0969da;text-decoration:none">Answer and close <span =
style=3D"color:#59636e;font-size:12px">#close</span></a>
<a href=3D"mailto:support%2Bd1ak773xlwkawmqe4ps5gbojv7ioide@example.com?sub=
ject=3D%5B%231%5D%20Close%20without%20an%20answer&amp;body=3D%23note%0D%0A"=
 style=3D"display:inline-block;border:1px solid #d1d9e0;border-radius:6px;p=
adding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:none">Clos=
e without an answer <span style=3D"color:#59636e;font-size:12px">#close</sp=
an></a>
<a href=3D"mailto:support%2Bz1ak773xlwkawmqkpl262ylxaozm4tq@example.com?sub=
ject=3D%5B%231%5D%20Until%20the%20next%20working%20morning&amp;body=3D%23no=
te%0D%0A" style=3D"display:inline-block;border:1px solid #d1d9e0;border-rad=
ius:6px;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:n=
one">Until the next working morning <span style=3D"color:#59636e;font-size:=
12px">#snooze 1d</span></a>
<a href=3D"mailto:support%2Bu1ak773xlwkawmqnhdhxmlzdcqgkq2o@example.com?sub=
ject=3D%5B%231%5D%20Not%20mine%2C%20back%20to%20the%20team&amp;body=3D%23no=
te%0D%0A" style=3D"display:inline-block;border:1px solid #d1d9e0;border-rad=
ius:6px;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:n=
one">Not mine, back to the team <span style=3D"color:#59636e;font-size:12px=
">#unassign</span></a>
<a href=3D"mailto:support%2Bj1ak773xlwkawmqkwg34pf43wrlxp7n@example.com?sub=
ject=3D%5B%231%5D%20Spam&amp;body=3D%23note%0D%0A" style=3D"display:inline-=
block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;margin:0 =
6px 8px 0;color:#0969da;text-decoration:none">Spam <span style=3D"color:#59=
636e;font-size:12px">#spam</span></a>
</div>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 0">Commands, one a l=
ine at the top of your answer:<br>
<code>#take</code> =C2=B7 <code>#assign anna</code> =C2=B7 <code>#note</cod=
e> =C2=B7 <code>#close</code> =C2=B7 <code>#wait 3d</code> =C2=B7 <code>#sn=
ooze mon 9:00</code> =C2=B7 <code>#prio high</code> =C2=B7 <code>#tag vip</=
code> =C2=B7 <code>#cc kim@example.net</code> =C2=B7 <code>#merge 12</code>=
 =C2=B7 <code>#ask lee@example.net</code> =C2=B7 <code>#undo</code></p>
<p style=3D"font-size:13px;color:#59636e;margin:16px 0 0">Before that</p>
<div style=3D"border-left:3px solid #d1d9e0;padding:2px 10px;margin:10px 0;=
color:#59636e">
<div style=3D"font-size:13px"><b>Bob M=C3=BCller &lt;bob@customer.example&g=
t;</b> =C2=B7 2026-03-02 09:01 UTC</div>
<p>It prints only blue, and it&#x27;s the third time. Stra=C3=9Fe 1, =C4=B0=
stanbul, 100 %.</p>
<p>Bob</p>
</div>
<div style=3D"border-left:3px solid #d1d9e0;padding:2px 10px;margin:10px 0;=
color:#59636e">
<div style=3D"font-size:13px"><b>Anna &lt;anna@example.com&gt;</b> =C2=B7 2=
026-03-02 09:02 UTC</div>
<p>Please change the ink.</p>
</div>
</div>
</div>
</body>
</html>

--=_60baee177d4ce082320ef3ece819855d61fc2e32a--
')),
(413064188363604315, mail('From: "Anna (Example Support)" <support@example.com>
To: =?utf-8?B?Qm9iIE3DvGxsZXI=?= <bob@customer.example>
Reply-To: "Anna (Example Support)"
 <support+r1alo37wdmnsak3cbagcjpgzqb5nvz5@example.com>
Subject: Re: [#1] The printer is broken
Date: Mon, 02 Mar 2026 09:02:00 +0000
Message-ID: <m1alo37wdmnsak35mckc6mscdk5bmdy@example.com>
In-Reply-To: <1@customer.example>
References: <m1a34zcuernadqxrpz2yvih5zumvysl@example.com>
 <1@customer.example>
 <m1alo37wdmnsak35mckc6mscdk5bmdy@example.com>
Thread-Topic: The printer is broken
Thread-Index: AQHcqiMWU9adzgT8bYtUCgJI72XsoQAACS4A
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_b2f9ff71bfb68497839a0f4c80246a37fcc56cc2a"

--=_b2f9ff71bfb68497839a0f4c80246a37fcc56cc2a
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

Please change the ink.

On Monday, 2 March 2026 at 09:01 UTC, Bob M=C3=BCller wrote:
> It prints only blue, and it''s the third time. Stra=C3=9Fe 1, =C4=B0stanbu=
l, 100 %.
>
> Bob

--=_b2f9ff71bfb68497839a0f4c80246a37fcc56cc2a
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta http-equiv=3D"Content-Type" content=3D"text/html; charset=3Dutf-8">
</head>
<body>
<div class=3D"maildesk-letter" style=3D"font-family:Arial,Helvetica,sans-se=
rif">
<div><p>Please change the ink.</p></div>
<div><br>On Monday, 2 March 2026 at 09:01 UTC, Bob M=C3=BCller wrote:<br></=
div>
<blockquote type=3D"cite" style=3D"margin:0 0 0 .8ex;border-left:1px solid =
#ccc;padding-left:1ex"><p>It prints only blue, and it&#x27;s the third time=
=2E Stra=C3=9Fe 1, =C4=B0stanbul, 100 %.</p>
<p>Bob</p></blockquote>
</div>
</body>
</html>

--=_b2f9ff71bfb68497839a0f4c80246a37fcc56cc2a--
')),
(431171893569511510, mail('From: "Example Support" <support@example.com>
To: frank@customer.example
Reply-To: "Example Support"
 <support+r1al66urwavpycwg5cznrun73yjkss2@example.com>
Subject: Re: [#6] Delivery
Date: Mon, 02 Mar 2026 09:13:00 +0000
Message-ID: <m1al66urwavpycwcldsmhji34jbmvmd@example.com>
In-Reply-To: <13@customer.example>
References: <13@customer.example>
 <m1al66urwavpycwcldsmhji34jbmvmd@example.com>
Thread-Topic: Delivery
Thread-Index: AQHcqiTEY8pUQ+BJGTfkFOeOSPdKhQAAAAcA
Auto-Submitted: auto-replied
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_cf22b30f356a70c72c0563264308fae9088d7502a"

--=_cf22b30f356a70c72c0563264308fae9088d7502a
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

Thank you for your mail. It has reached us under the number 6, and a person=
 will answer it.

If you want to add something, answer this mail: it will be put to your requ=
est.

Example Support

--=_cf22b30f356a70c72c0563264308fae9088d7502a
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta http-equiv=3D"Content-Type" content=3D"text/html; charset=3Dutf-8">
</head>
<body>
<div class=3D"maildesk-letter" style=3D"font-family:Arial,Helvetica,sans-se=
rif">
<p>Thank you for your mail. It has reached us under the number 6, and a per=
son will answer it.</p>
<p>If you want to add something, answer this mail: it will be put to your r=
equest.</p>
<p>Example Support</p>
</div>
</body>
</html>

--=_cf22b30f356a70c72c0563264308fae9088d7502a--
')),
(503136195247589893, mail('From: "Example Support" <support@example.com>
To: "Anna" <anna@example.com>
Reply-To: <support+r1an637wqxv7sqfqbsg3okvjivftbzk@example.com>
Subject: [#6] Delivery
Date: Mon, 02 Mar 2026 09:13:00 +0000
Message-ID: <m1an637wqxv7sqfc42dglyxixtxir7u@example.com>
References: <m1an637wqxv7sqfc42dglyxixtxir7u@example.com>
Thread-Topic: Delivery
Thread-Index: AQHcqiTEqbutdHCbpgAjDQetOa6RaQAAAAcA
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_2e63e78ba5658a89653115874f06888f61feffc7a"

--=_2e63e78ba5658a89653115874f06888f61feffc7a
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

##- Write your answer above this line -##

Your answer goes to frank@customer.example. Begin with #note to keep it int=
ernal, for Ben.

Ticket 6 =C2=B7 open =C2=B7 normal =C2=B7 nobody''s yet =C2=B7 team support

Delivery

--- frank@customer.example, 2026-03-02 09:13 UTC ---

When does it come?

--- Commands, one a line at the top of your answer ---
#take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio=
 high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net  =
 #undo

--- Tap and send the mail that opens, or answer with the word beside it ---
Answer and close (#close): <mailto:support%2Bw1an637wqxv7sqffwin754qysttduz=
p@example.com?subject=3DRe%3A%20%5B%236%5D%20Delivery>
Take it (#take): <mailto:support%2Bt1an637wqxv7sqfkqflpvnkzzwmfqo3@example.=
com?subject=3D%5B%236%5D%20Take%20it&body=3D%23note%0D%0A>
Close without an answer (#close): <mailto:support%2Bd1an637wqxv7sqfc2opmkcf=
rwhhjsnk@example.com?subject=3D%5B%236%5D%20Close%20without%20an%20answer&b=
ody=3D%23note%0D%0A>
Until the next working morning (#snooze 1d): <mailto:support%2Bz1an637wqxv7=
sqfv2xyr7uqto4zxzou@example.com?subject=3D%5B%236%5D%20Until%20the%20next%2=
0working%20morning&body=3D%23note%0D%0A>
Spam (#spam): <mailto:support%2Bj1an637wqxv7sqfn4vlt4sucqv3wrfv@example.com=
?subject=3D%5B%236%5D%20Spam&body=3D%23note%0D%0A>

--=_2e63e78ba5658a89653115874f06888f61feffc7a
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta charset=3D"utf-8">
<meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
>
<style>img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style>
</head>
<body style=3D"margin:0;padding:0">
<div class=3D"maildesk-letter" style=3D"font-family:-apple-system,''Segoe UI=
'',Roboto,''Noto Sans CJK SC'',Helvetica,Arial,sans-serif;font-size:15px;line-=
height:1.5;color:#1f2328;padding:8px;overflow-wrap:anywhere">
<div style=3D"color:#59636e;font-size:13px">##- Write your answer above thi=
s line -##</div>
<div style=3D"max-width:720px">
<p style=3D"background:#fff8c5;padding:8px 10px;border-radius:6px;margin:8p=
x 0">
Your answer goes to <b>frank@customer.example</b>. Begin with <code>#note</=
code> to keep it internal, for Ben.
</p>
<p style=3D"color:#59636e;font-size:13px;margin:8px 0">Ticket <b>6</b> =C2=
=B7 open =C2=B7 normal =C2=B7 nobody&#39;s yet =C2=B7 team support</p>
<p style=3D"font-size:17px;margin:8px 0"><b>Delivery</b></p>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 4px"><b>frank@custom=
er.example</b> =C2=B7 2026-03-02 09:13 UTC</p>
<div style=3D"border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;o=
verflow-x:auto"><p>When does it come?</p></div>
<p style=3D"font-size:13px;color:#59636e;margin:16px 0 6px">Tap and send th=
e mail that opens, or answer with the word beside it</p>
<div>
<a href=3D"mailto:support%2Bw1an637wqxv7sqffwin754qysttduzp@example.com?sub=
ject=3DRe%3A%20%5B%236%5D%20Delivery" style=3D"display:inline-block;border:=
1px solid #d1d9e0;border-radius:6px;padding:8px 12px;margin:0 6px 8px 0;col=
or:#0969da;text-decoration:none">Answer and close <span style=3D"color:#596=
36e;font-size:12px">#close</span></a>
<a href=3D"mailto:support%2Bt1an637wqxv7sqfkqflpvnkzzwmfqo3@example.com?sub=
ject=3D%5B%236%5D%20Take%20it&amp;body=3D%23note%0D%0A" style=3D"display:in=
line-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;marg=
in:0 6px 8px 0;color:#0969da;text-decoration:none">Take it <span style=3D"c=
olor:#59636e;font-size:12px">#take</span></a>
<a href=3D"mailto:support%2Bd1an637wqxv7sqfc2opmkcfrwhhjsnk@example.com?sub=
ject=3D%5B%236%5D%20Close%20without%20an%20answer&amp;body=3D%23note%0D%0A"=
 style=3D"display:inline-block;border:1px solid #d1d9e0;border-radius:6px;p=
adding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:none">Clos=
e without an answer <span style=3D"color:#59636e;font-size:12px">#close</sp=
an></a>
<a href=3D"mailto:support%2Bz1an637wqxv7sqfv2xyr7uqto4zxzou@example.com?sub=
ject=3D%5B%236%5D%20Until%20the%20next%20working%20morning&amp;body=3D%23no=
te%0D%0A" style=3D"display:inline-block;border:1px solid #d1d9e0;border-rad=
ius:6px;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:n=
one">Until the next working morning <span style=3D"color:#59636e;font-size:=
12px">#snooze 1d</span></a>
<a href=3D"mailto:support%2Bj1an637wqxv7sqfn4vlt4sucqv3wrfv@example.com?sub=
ject=3D%5B%236%5D%20Spam&amp;body=3D%23note%0D%0A" style=3D"display:inline-=
block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;margin:0 =
6px 8px 0;color:#0969da;text-decoration:none">Spam <span style=3D"color:#59=
636e;font-size:12px">#spam</span></a>
</div>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 0">Commands, one a l=
ine at the top of your answer:<br>
<code>#take</code> =C2=B7 <code>#assign anna</code> =C2=B7 <code>#note</cod=
e> =C2=B7 <code>#close</code> =C2=B7 <code>#wait 3d</code> =C2=B7 <code>#sn=
ooze mon 9:00</code> =C2=B7 <code>#prio high</code> =C2=B7 <code>#tag vip</=
code> =C2=B7 <code>#cc kim@example.net</code> =C2=B7 <code>#merge 12</code>=
 =C2=B7 <code>#ask lee@example.net</code> =C2=B7 <code>#undo</code></p>
</div>
</div>
</body>
</html>

--=_2e63e78ba5658a89653115874f06888f61feffc7a--
')),
(545446033903807092, mail('From: "Example Billing" <billing@example.com>
To: "Anna" <anna@example.com>
Subject: [#2] Invoice 8
Date: Mon, 02 Mar 2026 09:20:00 +0000
Message-ID: <m1apeoqi4tpw2tun426r5dehz24vdot@example.com>
In-Reply-To: <m1aawbvijgnkuj5vnkl6k3m223qodzs@example.com>
References: <m1aawbvijgnkuj5vnkl6k3m223qodzs@example.com>
 <m1apeoqi4tpw2tun426r5dehz24vdot@example.com>
Thread-Topic: Invoice 8
Thread-Index: AQHcqiOmMZ6hXwIrcE02TVS4A8D14wAAhhwA
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/mixed;
 boundary="=_3e9ea9259e8842a99f5f2ea3158cd12cd914ec1fm"

--=_3e9ea9259e8842a99f5f2ea3158cd12cd914ec1fm
Content-Type: multipart/alternative;
 boundary="=_3e9ea9259e8842a99f5f2ea3158cd12cd914ec1fa"

--=_3e9ea9259e8842a99f5f2ea3158cd12cd914ec1fa
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

##- Write your answer above this line -##

Your answer goes to dora@customer.example. Begin with #note to keep it inte=
rnal.

Ticket 2 =C2=B7 closed =C2=B7 normal =C2=B7 nobody''s yet =C2=B7 team suppor=
t

Invoice 8
dora@customer.example did not get our letter: there is no such address (550=
 5.1.1). No automatic mail goes there until they write again.
Take care: a mail system reports on one of our letters

--- mailer-daemon@relay.example, 2026-03-02 09:20 UTC ---

dora@customer.example: failed 5.1.1 550 (user-unknown)

--- Commands, one a line at the top of your answer ---
#take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio=
 high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net  =
 #undo

--- Before that ---

dora@customer.example, 2026-03-02 09:05 UTC:
> Wrong address.

Ben <ben@example.com>, 2026-03-02 09:06 UTC:
> Corrected.

--=_3e9ea9259e8842a99f5f2ea3158cd12cd914ec1fa
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta charset=3D"utf-8">
<meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
>
<style>img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style>
</head>
<body style=3D"margin:0;padding:0">
<div class=3D"maildesk-letter" style=3D"font-family:-apple-system,''Segoe UI=
'',Roboto,''Noto Sans CJK SC'',Helvetica,Arial,sans-serif;font-size:15px;line-=
height:1.5;color:#1f2328;padding:8px;overflow-wrap:anywhere">
<div style=3D"color:#59636e;font-size:13px">##- Write your answer above thi=
s line -##</div>
<div style=3D"max-width:720px">
<p style=3D"background:#fff8c5;padding:8px 10px;border-radius:6px;margin:8p=
x 0">
Your answer goes to <b>dora@customer.example</b>. Begin with <code>#note</c=
ode> to keep it internal.
</p>
<p style=3D"color:#59636e;font-size:13px;margin:8px 0">Ticket <b>2</b> =C2=
=B7 closed =C2=B7 normal =C2=B7 nobody&#39;s yet =C2=B7 team support</p>
<p style=3D"font-size:17px;margin:8px 0"><b>Invoice 8</b></p>
<p style=3D"background:#ffebe9;padding:8px 10px;border-radius:6px;margin:8p=
x 0"><b>dora@customer.example</b> did not get our letter: <b>there is no su=
ch address</b> (550 5.1.1). No automatic mail goes there until they write a=
gain.</p>
<p style=3D"color:#d1242f">Take care: a mail system reports on one of our l=
etters</p>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 4px"><b>mailer-daemo=
n@relay.example</b> =C2=B7 2026-03-02 09:20 UTC</p>
<div style=3D"border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;o=
verflow-x:auto"><p>dora@customer.example: failed 5.1.1 550 (user-unknown)</=
p></div>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 0">Commands, one a l=
ine at the top of your answer:<br>
<code>#take</code> =C2=B7 <code>#assign anna</code> =C2=B7 <code>#note</cod=
e> =C2=B7 <code>#close</code> =C2=B7 <code>#wait 3d</code> =C2=B7 <code>#sn=
ooze mon 9:00</code> =C2=B7 <code>#prio high</code> =C2=B7 <code>#tag vip</=
code> =C2=B7 <code>#cc kim@example.net</code> =C2=B7 <code>#merge 12</code>=
 =C2=B7 <code>#ask lee@example.net</code> =C2=B7 <code>#undo</code></p>
<p style=3D"font-size:13px;color:#59636e;margin:16px 0 0">Before that</p>
<div style=3D"border-left:3px solid #d1d9e0;padding:2px 10px;margin:10px 0;=
color:#59636e">
<div style=3D"font-size:13px"><b>dora@customer.example</b> =C2=B7 2026-03-0=
2 09:05 UTC</div>
<p>Wrong address.</p>
</div>
<div style=3D"border-left:3px solid #d1d9e0;padding:2px 10px;margin:10px 0;=
color:#59636e">
<div style=3D"font-size:13px"><b>Ben &lt;ben@example.com&gt;</b> =C2=B7 202=
6-03-02 09:06 UTC</div>
<p>Corrected.</p>
</div>
</div>
</div>
</body>
</html>

--=_3e9ea9259e8842a99f5f2ea3158cd12cd914ec1fa--

--=_3e9ea9259e8842a99f5f2ea3158cd12cd914ec1fm
Content-Type: application/octet-stream
Content-Disposition: attachment;
 filename="delivery-status.txt"
Content-Transfer-Encoding: base64

RmluYWwtUmVjaXBpZW50OiByZmM4MjI7IGRvcmFAY3VzdG9tZXIuZXhhbXBsZQ0KQWN0aW9uOiBm
YWlsZWQNClN0YXR1czogNS4xLjENCkRpYWdub3N0aWMtQ29kZTogc210cDsgNTUwIDUuMS4xIG5v
IHN1Y2ggdXNlcg0K

--=_3e9ea9259e8842a99f5f2ea3158cd12cd914ec1fm
Content-Type: text/rfc822-headers; charset="utf-8"
Content-Disposition: attachment;
 filename="file"
Content-Transfer-Encoding: base64

TWVzc2FnZS1JRDogPG0xYTRucDV0Y3ljZGN3aW5td2NnajRjNHlhbXV1M29AZXhhbXBsZS5jb20+
Cg==

--=_3e9ea9259e8842a99f5f2ea3158cd12cd914ec1fm--
')),
(620989412873425409, mail('From: =?utf-8?B?5a6i5oi35pyN5Yqh?= <kefu@example.com>
To: =?utf-8?B?5p2O5Lyf?= <liwei@customer.example>
Subject: =?utf-8?B?UmU6IFsjNF0g5Y+R56Wo6Zeu6aKY?=
Date: Mon, 02 Mar 2026 17:08:00 +0800
Message-ID: <m1arhrssszzsuqbukhntipeejf7mjba@example.com>
In-Reply-To: <8@customer.example>
References: <8@customer.example>
 <m1arhrssszzsuqbukhntipeejf7mjba@example.com>
Thread-Topic: =?utf-8?B?5Y+R56Wo6Zeu6aKY?=
Thread-Index: AQHcqiQRuru4qT6NLzr8tg8O51gdiwAAABIA
Auto-Submitted: auto-replied
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_b62a6dcb81fc7bd0b8859b6c38802df80df9109fa"

--=_b62a6dcb81fc7bd0b8859b6c38802df80df9109fa
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

5oSf6LCi5oKo55qE5p2l5L+h44CC5oiR5Lus5bey5pS25Yiw77yM57yW5Y+35Li6IDTvvIzlsIbn
lLHkuJPkurrlm57lpI3jgIINCg0K5aaC6ZyA6KGl5YWF77yM6K+355u05o6l5Zue5aSN5pys6YKu
5Lu277yM5YaF5a655Lya5bm25YWl5oKo55qE6K+35rGC44CCDQoNCuWuouaIt+acjeWKoQ0K

--=_b62a6dcb81fc7bd0b8859b6c38802df80df9109fa
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

PCFET0NUWVBFIGh0bWw+DQo8aHRtbD4NCjxoZWFkPg0KPG1ldGEgaHR0cC1lcXVpdj0iQ29udGVu
dC1UeXBlIiBjb250ZW50PSJ0ZXh0L2h0bWw7IGNoYXJzZXQ9dXRmLTgiPg0KPC9oZWFkPg0KPGJv
ZHk+DQo8ZGl2IGNsYXNzPSJtYWlsZGVzay1sZXR0ZXIiIHN0eWxlPSJmb250LWZhbWlseTpBcmlh
bCxIZWx2ZXRpY2Esc2Fucy1zZXJpZiI+DQo8cD7mhJ/osKLmgqjnmoTmnaXkv6HjgILmiJHku6zl
t7LmlLbliLDvvIznvJblj7fkuLogNO+8jOWwhueUseS4k+S6uuWbnuWkjeOAgjwvcD4NCjxwPuWm
gumcgOihpeWFhe+8jOivt+ebtOaOpeWbnuWkjeacrOmCruS7tu+8jOWGheWuueS8muW5tuWFpeaC
qOeahOivt+axguOAgjwvcD4NCjxwPuWuouaIt+acjeWKoTwvcD4NCjwvZGl2Pg0KPC9ib2R5Pg0K
PC9odG1sPg==

--=_b62a6dcb81fc7bd0b8859b6c38802df80df9109fa--
')),
(622032180831450441, mail('From: "Example Support" <support@example.com>
To: "Anna" <anna@example.com>
Reply-To: <support+c1aripg7eevd5kjqdgq7y4dwlsqgcuf@example.com>
Subject: Did you write this? Mail 11 in your name is held
Date: Mon, 02 Mar 2026 09:11:00 +0000
Message-ID: <c1aripg7eevd5kjqdgq7y4dwlsqgcuf@example.com>
References: <c1aripg7eevd5kjqdgq7y4dwlsqgcuf@example.com>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_8a95f954ae57aac6ac33491551439b5ea83993d8a"

--=_8a95f954ae57aac6ac33491551439b5ea83993d8a
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

Mail came to Example Support (support@example.com) with your address in Fro=
m, and nothing in it proves that you wrote it. It is kept and has no effect=
=2E

    mail      11
    came      2026-03-02 09:11 UTC
    size      270 B
    asks for  #close

If you wrote it: answer this letter with the one word yes on top. That is t=
he proof, once and until 2026-03-03 09:11 UTC; the mail is then carried out=
 whole, its words and its commands. Nothing else that you write in the answ=
er is read or sent to anybody.
Or tap this, and send the mail that opens as it is: <mailto:support%2Bc1ari=
pg7eevd5kjqdgq7y4dwlsqgcuf@example.com?subject=3DRe%3A%20Example%20Support&=
body=3Dyes>

If you did not write it, or do not know it: do not answer, then nothing hap=
pens. If such letters come again, tell whoever runs the desk.

--=_8a95f954ae57aac6ac33491551439b5ea83993d8a
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta charset=3D"utf-8">
<meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
>
<style>img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style>
</head>
<body style=3D"margin:0;padding:0">
<div class=3D"maildesk-letter" style=3D"font-family:-apple-system,''Segoe UI=
'',Roboto,''Noto Sans CJK SC'',Helvetica,Arial,sans-serif;font-size:15px;line-=
height:1.5;color:#1f2328;padding:8px;overflow-wrap:anywhere">
<p>Mail came to <b>Example Support</b> (support@example.com) with your addr=
ess in From, and nothing in it proves that you wrote it. It is kept and has=
 no effect.</p>
<p>mail 11, came 2026-03-02 09:11 UTC; 270 B; asks for #close</p>
<p><b>If you wrote it:</b> answer this letter with the one word <b>yes</b> =
on top, or <a href=3D"mailto:support%2Bc1aripg7eevd5kjqdgq7y4dwlsqgcuf@exam=
ple.com?subject=3DRe%3A%20Example%20Support&amp;body=3Dyes">tap here</a> an=
d send the mail that opens as it is. That is the proof, once and until 2026=
-03-03 09:11 UTC; the mail is then carried out whole, its words and its com=
mands. Nothing else that you write in the answer is read or sent to anybody=
=2E</p>
<p><b>If you did not write it, or do not know it:</b> do not answer, then n=
othing happens. If such letters come again, tell whoever runs the desk.</p>
</div>
</body>
</html>

--=_8a95f954ae57aac6ac33491551439b5ea83993d8a--
')),
(800710003479909756, mail('From: "Example Support" <support@example.com>
To: "Anna" <anna@example.com>
Reply-To: <support+r1awhfrqf6ylfl4ssxpbbd7eici6x2b@example.com>
Subject: [#1] The printer is broken
Date: Mon, 02 Mar 2026 09:01:00 +0000
Message-ID: <m1awhfrqf6ylfl4ur5do6e6en6bfemz@example.com>
References: <m1awhfrqf6ylfl4ur5do6e6en6bfemz@example.com>
Thread-Topic: The printer is broken
Thread-Index: AQHcqiMW5EHpN+vvVTUgzpTgQbN4nQAAAD0A
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_413bff5e8f85f5ee02935fb2cd1bab08477af41ca"

--=_413bff5e8f85f5ee02935fb2cd1bab08477af41ca
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

##- Write your answer above this line -##

Your answer goes to Bob M=C3=BCller <bob@customer.example>. Begin with #not=
e to keep it internal, for Ben.

Ticket 1 =C2=B7 open =C2=B7 normal =C2=B7 nobody''s yet =C2=B7 team support

The printer is broken
The mail also went to carol@customer.example. To have them in your answers =
from now on, write: #cc carol@customer.example

--- Bob M=C3=BCller <bob@customer.example>, 2026-03-02 09:01 UTC ---

It prints only blue, and it''s the third time. Stra=C3=9Fe 1, =C4=B0stanbul,=
 100 %.

Bob

--- Commands, one a line at the top of your answer ---
#take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio=
 high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net  =
 #undo

--- Tap and send the mail that opens, or answer with the word beside it ---
Answer and close (#close): <mailto:support%2Bw1awhfrqf6ylfl44u7qcezdigmr6nv=
c@example.com?subject=3DRe%3A%20%5B%231%5D%20The%20printer%20is%20broken>
Take it (#take): <mailto:support%2Bt1awhfrqf6ylfl4pha2wkfsglddlio4@example.=
com?subject=3D%5B%231%5D%20Take%20it&body=3D%23note%0D%0A>
Close without an answer (#close): <mailto:support%2Bd1awhfrqf6ylfl4bcjbkqul=
ivrm3zmh@example.com?subject=3D%5B%231%5D%20Close%20without%20an%20answer&b=
ody=3D%23note%0D%0A>
Until the next working morning (#snooze 1d): <mailto:support%2Bz1awhfrqf6yl=
fl4fojvqmhtghoc263c@example.com?subject=3D%5B%231%5D%20Until%20the%20next%2=
0working%20morning&body=3D%23note%0D%0A>
Spam (#spam): <mailto:support%2Bj1awhfrqf6ylfl4t5cadofjntrdwyw2@example.com=
?subject=3D%5B%231%5D%20Spam&body=3D%23note%0D%0A>

--=_413bff5e8f85f5ee02935fb2cd1bab08477af41ca
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta charset=3D"utf-8">
<meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
>
<style>img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style>
</head>
<body style=3D"margin:0;padding:0">
<div class=3D"maildesk-letter" style=3D"font-family:-apple-system,''Segoe UI=
'',Roboto,''Noto Sans CJK SC'',Helvetica,Arial,sans-serif;font-size:15px;line-=
height:1.5;color:#1f2328;padding:8px;overflow-wrap:anywhere">
<div style=3D"color:#59636e;font-size:13px">##- Write your answer above thi=
s line -##</div>
<div style=3D"max-width:720px">
<p style=3D"background:#fff8c5;padding:8px 10px;border-radius:6px;margin:8p=
x 0">
Your answer goes to <b>Bob M=C3=BCller &lt;bob@customer.example&gt;</b>. Be=
gin with <code>#note</code> to keep it internal, for Ben.
</p>
<p style=3D"color:#59636e;font-size:13px;margin:8px 0">Ticket <b>1</b> =C2=
=B7 open =C2=B7 normal =C2=B7 nobody&#39;s yet =C2=B7 team support</p>
<p style=3D"font-size:17px;margin:8px 0"><b>The printer is broken</b></p>
<p style=3D"margin:8px 0">The mail also went to carol@customer.example. To =
have them in your answers from now on, write: <code>#cc carol@customer.exam=
ple</code></p>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 4px"><b>Bob M=C3=BCl=
ler &lt;bob@customer.example&gt;</b> =C2=B7 2026-03-02 09:01 UTC</p>
<div style=3D"border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;o=
verflow-x:auto"><p>It prints only blue, and it&#x27;s the third time. Stra=
=C3=9Fe 1, =C4=B0stanbul, 100 %.</p>
<p>Bob</p></div>
<p style=3D"font-size:13px;color:#59636e;margin:16px 0 6px">Tap and send th=
e mail that opens, or answer with the word beside it</p>
<div>
<a href=3D"mailto:support%2Bw1awhfrqf6ylfl44u7qcezdigmr6nvc@example.com?sub=
ject=3DRe%3A%20%5B%231%5D%20The%20printer%20is%20broken" style=3D"display:i=
nline-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;mar=
gin:0 6px 8px 0;color:#0969da;text-decoration:none">Answer and close <span =
style=3D"color:#59636e;font-size:12px">#close</span></a>
<a href=3D"mailto:support%2Bt1awhfrqf6ylfl4pha2wkfsglddlio4@example.com?sub=
ject=3D%5B%231%5D%20Take%20it&amp;body=3D%23note%0D%0A" style=3D"display:in=
line-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;marg=
in:0 6px 8px 0;color:#0969da;text-decoration:none">Take it <span style=3D"c=
olor:#59636e;font-size:12px">#take</span></a>
<a href=3D"mailto:support%2Bd1awhfrqf6ylfl4bcjbkqulivrm3zmh@example.com?sub=
ject=3D%5B%231%5D%20Close%20without%20an%20answer&amp;body=3D%23note%0D%0A"=
 style=3D"display:inline-block;border:1px solid #d1d9e0;border-radius:6px;p=
adding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:none">Clos=
e without an answer <span style=3D"color:#59636e;font-size:12px">#close</sp=
an></a>
<a href=3D"mailto:support%2Bz1awhfrqf6ylfl4fojvqmhtghoc263c@example.com?sub=
ject=3D%5B%231%5D%20Until%20the%20next%20working%20morning&amp;body=3D%23no=
te%0D%0A" style=3D"display:inline-block;border:1px solid #d1d9e0;border-rad=
ius:6px;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:n=
one">Until the next working morning <span style=3D"color:#59636e;font-size:=
12px">#snooze 1d</span></a>
<a href=3D"mailto:support%2Bj1awhfrqf6ylfl4t5cadofjntrdwyw2@example.com?sub=
ject=3D%5B%231%5D%20Spam&amp;body=3D%23note%0D%0A" style=3D"display:inline-=
block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;margin:0 =
6px 8px 0;color:#0969da;text-decoration:none">Spam <span style=3D"color:#59=
636e;font-size:12px">#spam</span></a>
</div>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 0">Commands, one a l=
ine at the top of your answer:<br>
<code>#take</code> =C2=B7 <code>#assign anna</code> =C2=B7 <code>#note</cod=
e> =C2=B7 <code>#close</code> =C2=B7 <code>#wait 3d</code> =C2=B7 <code>#sn=
ooze mon 9:00</code> =C2=B7 <code>#prio high</code> =C2=B7 <code>#tag vip</=
code> =C2=B7 <code>#cc kim@example.net</code> =C2=B7 <code>#merge 12</code>=
 =C2=B7 <code>#ask lee@example.net</code> =C2=B7 <code>#undo</code></p>
</div>
</div>
</body>
</html>

--=_413bff5e8f85f5ee02935fb2cd1bab08477af41ca--
')),
(930486104698380386, mail('From: "Example Support" <support@example.com>
To: "Anna" <anna@example.com>
Reply-To: <support+r1az2oaf2vpxydcz5ze4zfi5u6tq7ov@example.com>
Subject: [#1] The printer is broken
Date: Mon, 02 Mar 2026 09:04:00 +0000
Message-ID: <m1az2oaf2vpxydclfqmqndj3wkwoqgx@example.com>
In-Reply-To: <m1ak773xlwkawmqfb46qnkzavzbm53y@example.com>
References: <m1awhfrqf6ylfl4ur5do6e6en6bfemz@example.com>
 <m1ak773xlwkawmqfb46qnkzavzbm53y@example.com>
 <m1az2oaf2vpxydclfqmqndj3wkwoqgx@example.com>
Thread-Topic: The printer is broken
Thread-Index: AQHcqiMW5EHpN+vvVTUgzpTgQbN4nQAAGw8A
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_f36008aa1f0fe28be7ef0eea2b1c20f0acf020fea"

--=_f36008aa1f0fe28be7ef0eea2b1c20f0acf020fea
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

##- Write your answer above this line -##

Your answer goes to Bob M=C3=BCller <bob@customer.example>. Begin with #not=
e to keep it internal.

Ticket 1 =C2=B7 open =C2=B7 high =C2=B7 anna@example.com =C2=B7 team suppor=
t =C2=B7 colour, printer

The printer is broken

--- bob@customer.example, 2026-03-02 09:04 UTC ---

It works, but now only green.

--- Commands, one a line at the top of your answer ---
#take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio=
 high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net  =
 #undo

--- Before that ---

Bob M=C3=BCller <bob@customer.example>, 2026-03-02 09:01 UTC:
> It prints only blue, and it''s the third time. Stra=C3=9Fe 1, =C4=B0stanbu=
l, 100 %.
>
> Bob

Anna <anna@example.com>, 2026-03-02 09:02 UTC:
> Please change the ink.

Ben <ben@example.com>, 2026-03-02 09:03 UTC (internal note):
> Third time: perhaps we should replace it.

--- Tap and send the mail that opens, or answer with the word beside it ---
Answer and close (#close): <mailto:support%2Bw1az2oaf2vpxydc5jkt46psaixylq2=
v@example.com?subject=3DRe%3A%20%5B%231%5D%20The%20printer%20is%20broken>
Close without an answer (#close): <mailto:support%2Bd1az2oaf2vpxydclui7whsq=
w4m5uilk@example.com?subject=3D%5B%231%5D%20Close%20without%20an%20answer&b=
ody=3D%23note%0D%0A>
Until the next working morning (#snooze 1d): <mailto:support%2Bz1az2oaf2vpx=
ydcsbtzb6oxbyofuoe4@example.com?subject=3D%5B%231%5D%20Until%20the%20next%2=
0working%20morning&body=3D%23note%0D%0A>
Not mine, back to the team (#unassign): <mailto:support%2Bu1az2oaf2vpxydcwg=
so5bifr54xq5px@example.com?subject=3D%5B%231%5D%20Not%20mine%2C%20back%20to=
%20the%20team&body=3D%23note%0D%0A>
Spam (#spam): <mailto:support%2Bj1az2oaf2vpxydcpfituc5red6w2xot@example.com=
?subject=3D%5B%231%5D%20Spam&body=3D%23note%0D%0A>

--=_f36008aa1f0fe28be7ef0eea2b1c20f0acf020fea
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta charset=3D"utf-8">
<meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
>
<style>img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style>
</head>
<body style=3D"margin:0;padding:0">
<div class=3D"maildesk-letter" style=3D"font-family:-apple-system,''Segoe UI=
'',Roboto,''Noto Sans CJK SC'',Helvetica,Arial,sans-serif;font-size:15px;line-=
height:1.5;color:#1f2328;padding:8px;overflow-wrap:anywhere">
<div style=3D"color:#59636e;font-size:13px">##- Write your answer above thi=
s line -##</div>
<div style=3D"max-width:720px">
<p style=3D"background:#fff8c5;padding:8px 10px;border-radius:6px;margin:8p=
x 0">
Your answer goes to <b>Bob M=C3=BCller &lt;bob@customer.example&gt;</b>. Be=
gin with <code>#note</code> to keep it internal.
</p>
<p style=3D"color:#59636e;font-size:13px;margin:8px 0">Ticket <b>1</b> =C2=
=B7 open =C2=B7 high =C2=B7 anna@example.com =C2=B7 team support =C2=B7 col=
our, printer</p>
<p style=3D"font-size:17px;margin:8px 0"><b>The printer is broken</b></p>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 4px"><b>bob@customer=
=2Eexample</b> =C2=B7 2026-03-02 09:04 UTC</p>
<div style=3D"border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;o=
verflow-x:auto"><p>It works, but now only green.</p></div>
<p style=3D"font-size:13px;color:#59636e;margin:16px 0 6px">Tap and send th=
e mail that opens, or answer with the word beside it</p>
<div>
<a href=3D"mailto:support%2Bw1az2oaf2vpxydc5jkt46psaixylq2v@example.com?sub=
ject=3DRe%3A%20%5B%231%5D%20The%20printer%20is%20broken" style=3D"display:i=
nline-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;mar=
gin:0 6px 8px 0;color:#0969da;text-decoration:none">Answer and close <span =
style=3D"color:#59636e;font-size:12px">#close</span></a>
<a href=3D"mailto:support%2Bd1az2oaf2vpxydclui7whsqw4m5uilk@example.com?sub=
ject=3D%5B%231%5D%20Close%20without%20an%20answer&amp;body=3D%23note%0D%0A"=
 style=3D"display:inline-block;border:1px solid #d1d9e0;border-radius:6px;p=
adding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:none">Clos=
e without an answer <span style=3D"color:#59636e;font-size:12px">#close</sp=
an></a>
<a href=3D"mailto:support%2Bz1az2oaf2vpxydcsbtzb6oxbyofuoe4@example.com?sub=
ject=3D%5B%231%5D%20Until%20the%20next%20working%20morning&amp;body=3D%23no=
te%0D%0A" style=3D"display:inline-block;border:1px solid #d1d9e0;border-rad=
ius:6px;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:n=
one">Until the next working morning <span style=3D"color:#59636e;font-size:=
12px">#snooze 1d</span></a>
<a href=3D"mailto:support%2Bu1az2oaf2vpxydcwgso5bifr54xq5px@example.com?sub=
ject=3D%5B%231%5D%20Not%20mine%2C%20back%20to%20the%20team&amp;body=3D%23no=
te%0D%0A" style=3D"display:inline-block;border:1px solid #d1d9e0;border-rad=
ius:6px;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:n=
one">Not mine, back to the team <span style=3D"color:#59636e;font-size:12px=
">#unassign</span></a>
<a href=3D"mailto:support%2Bj1az2oaf2vpxydcpfituc5red6w2xot@example.com?sub=
ject=3D%5B%231%5D%20Spam&amp;body=3D%23note%0D%0A" style=3D"display:inline-=
block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;margin:0 =
6px 8px 0;color:#0969da;text-decoration:none">Spam <span style=3D"color:#59=
636e;font-size:12px">#spam</span></a>
</div>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 0">Commands, one a l=
ine at the top of your answer:<br>
<code>#take</code> =C2=B7 <code>#assign anna</code> =C2=B7 <code>#note</cod=
e> =C2=B7 <code>#close</code> =C2=B7 <code>#wait 3d</code> =C2=B7 <code>#sn=
ooze mon 9:00</code> =C2=B7 <code>#prio high</code> =C2=B7 <code>#tag vip</=
code> =C2=B7 <code>#cc kim@example.net</code> =C2=B7 <code>#merge 12</code>=
 =C2=B7 <code>#ask lee@example.net</code> =C2=B7 <code>#undo</code></p>
<p style=3D"font-size:13px;color:#59636e;margin:16px 0 0">Before that</p>
<div style=3D"border-left:3px solid #d1d9e0;padding:2px 10px;margin:10px 0;=
color:#59636e">
<div style=3D"font-size:13px"><b>Bob M=C3=BCller &lt;bob@customer.example&g=
t;</b> =C2=B7 2026-03-02 09:01 UTC</div>
<p>It prints only blue, and it&#x27;s the third time. Stra=C3=9Fe 1, =C4=B0=
stanbul, 100 %.</p>
<p>Bob</p>
</div>
<div style=3D"border-left:3px solid #d1d9e0;padding:2px 10px;margin:10px 0;=
color:#59636e">
<div style=3D"font-size:13px"><b>Anna &lt;anna@example.com&gt;</b> =C2=B7 2=
026-03-02 09:02 UTC</div>
<p>Please change the ink.</p>
</div>
<div style=3D"border-left:3px solid #d1d9e0;padding:2px 10px;margin:10px 0;=
color:#59636e">
<div style=3D"font-size:13px"><b>Ben &lt;ben@example.com&gt;</b> =C2=B7 202=
6-03-02 09:03 UTC =C2=B7 <b>internal note</b></div>
<p>Third time: perhaps we should replace it.</p>
</div>
</div>
</div>
</body>
</html>

--=_f36008aa1f0fe28be7ef0eea2b1c20f0acf020fea--
')),
(957402725837840971, mail('From: =?utf-8?B?5a6i5oi35pyN5Yqh?= <kefu@example.com>
To: "Anna" <anna@example.com>
Subject: =?utf-8?B?WyM0XSBOb3QgY2FycmllZCBvdXQ6IOWPkeelqOmXrumimA==?=
Date: Mon, 02 Mar 2026 17:12:00 +0800
Message-ID: <m1a2slawtsi4islzkzeu3z44cf7vnth@example.com>
In-Reply-To: <m1afzbszvhnx2szbhrqjlnffkn3rg62@example.com>
References: <m1afzbszvhnx2szbhrqjlnffkn3rg62@example.com>
 <m1a2slawtsi4islzkzeu3z44cf7vnth@example.com>
Thread-Topic: =?utf-8?B?5Y+R56Wo6Zeu6aKY?=
Thread-Index: AQHcqiQRo1ElSvET0RxRdmu7PCfirwAAI9YA
Auto-Submitted: auto-replied
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_2eb4774b4e26015a02d106273aa1b4906510d7dea"

--=_2eb4774b4e26015a02d106273aa1b4906510d7dea
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

##- Write your answer above this line -##

Nothing of your mail on ticket 4 was carried out, and nothing was sent to =
=E6=9D=8E=E4=BC=9F <liwei@customer.example>.

#colse
    #colse is no command. Did you mean: #close, #closed, #solved?

Put right, it begins like this:

#close

To send it so, tap this and send the mail that opens:
<mailto:kefu@example.com?subject=3DRe%3A%20%5B%234%5D%20%E5%8F%91%E7%A5%A8%=
E9%97%AE%E9%A2%98%20%28a1a2slawtsi4islxej36rfeiod52dak%29&body=3D%23close%0=
D%0A%0D%0AGood%20night.>

Answer this mail with the commands put right and your text. This is what yo=
u wrote:

> #colse
>
> Good night.

--=_2eb4774b4e26015a02d106273aa1b4906510d7dea
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta charset=3D"utf-8">
<meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
>
<style>img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style>
</head>
<body style=3D"margin:0;padding:0">
<div class=3D"maildesk-letter" style=3D"font-family:-apple-system,''Segoe UI=
'',Roboto,''Noto Sans CJK SC'',Helvetica,Arial,sans-serif;font-size:15px;line-=
height:1.5;color:#1f2328;padding:8px;overflow-wrap:anywhere">
<div style=3D"color:#59636e;font-size:13px">##- Write your answer above thi=
s line -##</div>
<div style=3D"max-width:720px">
<p style=3D"background:#ffebe9;padding:8px 10px;border-radius:6px">Nothing =
of your mail on ticket <b>4</b> was carried out, and nothing was sent to =
=E6=9D=8E=E4=BC=9F &lt;liwei@customer.example&gt;.</p>
<p><code>#colse</code><br>#colse is no command. Did you mean: <b>#close, #c=
losed, #solved</b>?</p>
<p>Put right, it begins like this:</p>
<p style=3D"background:#f6f8fa;padding:8px 10px;border-radius:6px"><code>#c=
lose</code></p>
<p><a href=3D"mailto:kefu@example.com?subject=3DRe%3A%20%5B%234%5D%20%E5%8F=
%91%E7%A5%A8%E9%97%AE%E9%A2%98%20%28a1a2slawtsi4islxej36rfeiod52dak%29&amp;=
body=3D%23close%0D%0A%0D%0AGood%20night." style=3D"display:inline-block;bor=
der:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;color:#0969da;text=
-decoration:none">Send it so</a> Tap it, and send the mail that opens.</p>
<p>Answer this mail with the commands put right and your text. This is what=
 you wrote:</p>
<blockquote type=3D"cite" style=3D"margin:0;padding-left:10px;border-left:3=
px solid #d1d9e0"><p>#colse</p>
<p>Good night.</p></blockquote>
</div>
</div>
</body>
</html>

--=_2eb4774b4e26015a02d106273aa1b4906510d7dea--
')),
(987612138204094249, mail('From: "Example Support" <support@example.com>
To: erik@customer.example
Reply-To: "Example Support"
 <support+r1a3nfuahiyjxzjy472flljypldofs6@example.com>
Subject: Re: [#7] Whom can I call?
Date: Mon, 02 Mar 2026 09:15:00 +0000
Message-ID: <m1a3nfuahiyjxzjzx34xcgh6xprgvwc@example.com>
In-Reply-To: <15@customer.example>
References: <15@customer.example>
 <m1a3nfuahiyjxzjzx34xcgh6xprgvwc@example.com>
Thread-Topic: Whom can I call?
Thread-Index: AQHcqiUL7qh5nZEvAzZUIvszO34hFAAAACgA
Auto-Submitted: auto-replied
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_1293779a0c5b472193bd8022708317810d2b5b5aa"

--=_1293779a0c5b472193bd8022708317810d2b5b5aa
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

Thank you for your mail. It has reached us under the number 7, and a person=
 will answer it.

If you want to add something, answer this mail: it will be put to your requ=
est.

Example Support

--=_1293779a0c5b472193bd8022708317810d2b5b5aa
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta http-equiv=3D"Content-Type" content=3D"text/html; charset=3Dutf-8">
</head>
<body>
<div class=3D"maildesk-letter" style=3D"font-family:Arial,Helvetica,sans-se=
rif">
<p>Thank you for your mail. It has reached us under the number 7, and a per=
son will answer it.</p>
<p>If you want to add something, answer this mail: it will be put to your r=
equest.</p>
<p>Example Support</p>
</div>
</body>
</html>

--=_1293779a0c5b472193bd8022708317810d2b5b5aa--
')),
(999328486464494431, mail('From: "Example Billing" <billing@example.com>
To: "Ben" <ben@example.com>
Subject: Re: [#3] [#2] Invoice 8
Date: Mon, 02 Mar 2026 09:07:00 +0000
Message-ID: <m1a3xst6242kg27u247zjs4ff25al3m@example.com>
References: <m1a3xst6242kg27u247zjs4ff25al3m@example.com>
Thread-Topic: Invoice 8
Thread-Index: AQHcqiPtdPread/d8WfySKFerWsu1wAAACIA
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_3d1f929a48880be44c03f3fa24eeeb51316bf6e2a"

--=_3d1f929a48880be44c03f3fa24eeeb51316bf6e2a
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

##- Write your answer above this line -##

Your answer goes to dora@customer.example. Begin with #note to keep it inte=
rnal, for Anna.

Ticket 3 =C2=B7 open =C2=B7 normal =C2=B7 nobody''s yet =C2=B7 team support

Invoice 8

May belong to ticket 2 (closed): Invoice 8
The same matter? Answer #merge 2, or send this mail: <mailto:billing@exampl=
e.com?subject=3D%23merge%202%20%28a1a3xst6242kg27qxvoq4em7kqqpyan%29&body=
=3D%23merge%202%0D%0A%23note%0D%0A>

--- dora@customer.example, 2026-03-02 09:07 UTC ---

Still wrong.

On Monday, "Ben (Example Billing)" <billing@example.com> wrote:
> Corrected.
>
> On Monday, 2 March 2026 at 09:05 UTC, dora@customer.example wrote:
> > Wrong address.

--- Commands, one a line at the top of your answer ---
#take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio=
 high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net  =
 #undo

--- Tap and send the mail that opens, or answer with the word beside it ---
Answer and close (#close): <mailto:billing@example.com?subject=3DRe%3A%20%5=
B%233%5D%20Invoice%208%20%28w1a3xst6242kg27wcbdnptuae6x53u4%29>
Take it (#take): <mailto:billing@example.com?subject=3D%5B%233%5D%20Take%20=
it%20%28t1a3xst6242kg27en672nasmazqsr6z%29&body=3D%23note%0D%0A>
Close without an answer (#close): <mailto:billing@example.com?subject=3D%5B=
%233%5D%20Close%20without%20an%20answer%20%28d1a3xst6242kg27wumndbwvnrepyvc=
w%29&body=3D%23note%0D%0A>
Until the next working morning (#snooze 1d): <mailto:billing@example.com?su=
bject=3D%5B%233%5D%20Until%20the%20next%20working%20morning%20%28z1a3xst624=
2kg27hk33fcvgp47xud3r%29&body=3D%23note%0D%0A>
Spam (#spam): <mailto:billing@example.com?subject=3D%5B%233%5D%20Spam%20%28=
j1a3xst6242kg27ka2hiytwl43dbzpe%29&body=3D%23note%0D%0A>

--=_3d1f929a48880be44c03f3fa24eeeb51316bf6e2a
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta charset=3D"utf-8">
<meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
>
<style>img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style>
</head>
<body style=3D"margin:0;padding:0">
<div class=3D"maildesk-letter" style=3D"font-family:-apple-system,''Segoe UI=
'',Roboto,''Noto Sans CJK SC'',Helvetica,Arial,sans-serif;font-size:15px;line-=
height:1.5;color:#1f2328;padding:8px;overflow-wrap:anywhere">
<div style=3D"color:#59636e;font-size:13px">##- Write your answer above thi=
s line -##</div>
<div style=3D"max-width:720px">
<p style=3D"background:#fff8c5;padding:8px 10px;border-radius:6px;margin:8p=
x 0">
Your answer goes to <b>dora@customer.example</b>. Begin with <code>#note</c=
ode> to keep it internal, for Anna.
</p>
<p style=3D"color:#59636e;font-size:13px;margin:8px 0">Ticket <b>3</b> =C2=
=B7 open =C2=B7 normal =C2=B7 nobody&#39;s yet =C2=B7 team support</p>
<p style=3D"font-size:17px;margin:8px 0"><b>Invoice 8</b></p>
<p style=3D"background:#ddf4ff;padding:8px 10px;border-radius:6px;margin:8p=
x 0">May belong to ticket <b>2</b> (closed): Invoice 8<br>
<a href=3D"mailto:billing@example.com?subject=3D%23merge%202%20%28a1a3xst62=
42kg27qxvoq4em7kqqpyan%29&amp;body=3D%23merge%202%0D%0A%23note%0D%0A">Same =
matter: merge this ticket into 2</a></p>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 4px"><b>dora@custome=
r.example</b> =C2=B7 2026-03-02 09:07 UTC</p>
<div style=3D"border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;o=
verflow-x:auto"><p>Still wrong.</p>
<p>On Monday, &quot;Ben (Example Billing)&quot; &lt;billing@example.com&gt;=
 wrote:<br>
&gt; Corrected.<br>
&gt;<br>
&gt; On Monday, 2 March 2026 at 09:05 UTC, dora@customer.example wrote:<br>
&gt; &gt; Wrong address.</p></div>
<p style=3D"font-size:13px;color:#59636e;margin:16px 0 6px">Tap and send th=
e mail that opens, or answer with the word beside it</p>
<div>
<a href=3D"mailto:billing@example.com?subject=3DRe%3A%20%5B%233%5D%20Invoic=
e%208%20%28w1a3xst6242kg27wcbdnptuae6x53u4%29" style=3D"display:inline-bloc=
k;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;margin:0 6px =
8px 0;color:#0969da;text-decoration:none">Answer and close <span style=3D"c=
olor:#59636e;font-size:12px">#close</span></a>
<a href=3D"mailto:billing@example.com?subject=3D%5B%233%5D%20Take%20it%20%2=
8t1a3xst6242kg27en672nasmazqsr6z%29&amp;body=3D%23note%0D%0A" style=3D"disp=
lay:inline-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12p=
x;margin:0 6px 8px 0;color:#0969da;text-decoration:none">Take it <span styl=
e=3D"color:#59636e;font-size:12px">#take</span></a>
<a href=3D"mailto:billing@example.com?subject=3D%5B%233%5D%20Close%20withou=
t%20an%20answer%20%28d1a3xst6242kg27wumndbwvnrepyvcw%29&amp;body=3D%23note%=
0D%0A" style=3D"display:inline-block;border:1px solid #d1d9e0;border-radius=
:6px;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:none=
">Close without an answer <span style=3D"color:#59636e;font-size:12px">#clo=
se</span></a>
<a href=3D"mailto:billing@example.com?subject=3D%5B%233%5D%20Until%20the%20=
next%20working%20morning%20%28z1a3xst6242kg27hk33fcvgp47xud3r%29&amp;body=
=3D%23note%0D%0A" style=3D"display:inline-block;border:1px solid #d1d9e0;bo=
rder-radius:6px;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-deco=
ration:none">Until the next working morning <span style=3D"color:#59636e;fo=
nt-size:12px">#snooze 1d</span></a>
<a href=3D"mailto:billing@example.com?subject=3D%5B%233%5D%20Spam%20%28j1a3=
xst6242kg27ka2hiytwl43dbzpe%29&amp;body=3D%23note%0D%0A" style=3D"display:i=
nline-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;mar=
gin:0 6px 8px 0;color:#0969da;text-decoration:none">Spam <span style=3D"col=
or:#59636e;font-size:12px">#spam</span></a>
</div>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 0">Commands, one a l=
ine at the top of your answer:<br>
<code>#take</code> =C2=B7 <code>#assign anna</code> =C2=B7 <code>#note</cod=
e> =C2=B7 <code>#close</code> =C2=B7 <code>#wait 3d</code> =C2=B7 <code>#sn=
ooze mon 9:00</code> =C2=B7 <code>#prio high</code> =C2=B7 <code>#tag vip</=
code> =C2=B7 <code>#cc kim@example.net</code> =C2=B7 <code>#merge 12</code>=
 =C2=B7 <code>#ask lee@example.net</code> =C2=B7 <code>#undo</code></p>
</div>
</div>
</body>
</html>

--=_3d1f929a48880be44c03f3fa24eeeb51316bf6e2a--
')),
(1005185217302892055, mail('From: "Example Support" <support@example.com>
To: =?utf-8?B?Qm9iIE3DvGxsZXI=?= <bob@customer.example>
Reply-To: "Example Support"
 <support+r1a34zcuernadqx24kfhxz6tywrp53b@example.com>
Subject: Re: [#1] The printer is broken
Date: Mon, 02 Mar 2026 09:01:00 +0000
Message-ID: <m1a34zcuernadqxrpz2yvih5zumvysl@example.com>
In-Reply-To: <1@customer.example>
References: <1@customer.example>
 <m1a34zcuernadqxrpz2yvih5zumvysl@example.com>
Thread-Topic: The printer is broken
Thread-Index: AQHcqiMWU9adzgT8bYtUCgJI72XsoQAAAD0A
Auto-Submitted: auto-replied
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_ac43fda4759a8f751f501c28ca8209e95ee6ed6fa"

--=_ac43fda4759a8f751f501c28ca8209e95ee6ed6fa
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

Thank you for your mail. It has reached us under the number 1, and a person=
 will answer it.

If you want to add something, answer this mail: it will be put to your requ=
est.

Example Support

--=_ac43fda4759a8f751f501c28ca8209e95ee6ed6fa
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta http-equiv=3D"Content-Type" content=3D"text/html; charset=3Dutf-8">
</head>
<body>
<div class=3D"maildesk-letter" style=3D"font-family:Arial,Helvetica,sans-se=
rif">
<p>Thank you for your mail. It has reached us under the number 1, and a per=
son will answer it.</p>
<p>If you want to add something, answer this mail: it will be put to your r=
equest.</p>
<p>Example Support</p>
</div>
</body>
</html>

--=_ac43fda4759a8f751f501c28ca8209e95ee6ed6fa--
')),
(1024003322528500424, mail('From: "Ben (Example Billing)" <billing@example.com>
To: dora@customer.example
Subject: Re: [#2] Invoice 8
Date: Mon, 02 Mar 2026 09:06:00 +0000
Message-ID: <m1a4np5tcycdcwinmwcgj4c4yamuu3o@example.com>
In-Reply-To: <5@customer.example>
References: <m1abrxdipddxznjhfkuhg4g2ednbakm@example.com>
 <5@customer.example>
 <m1a4np5tcycdcwinmwcgj4c4yamuu3o@example.com>
Thread-Topic: Invoice 8
Thread-Index: AQHcqiOmvboYQKT/8cQjH7Pi74qingAACPEA
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_43e7550c637873e61b5103ae86c20cbf68340330a"

--=_43e7550c637873e61b5103ae86c20cbf68340330a
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

Corrected.

On Monday, 2 March 2026 at 09:05 UTC, dora@customer.example wrote:
> Wrong address.

--=_43e7550c637873e61b5103ae86c20cbf68340330a
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta http-equiv=3D"Content-Type" content=3D"text/html; charset=3Dutf-8">
</head>
<body>
<div class=3D"maildesk-letter" style=3D"font-family:Arial,Helvetica,sans-se=
rif">
<div><p>Corrected.</p></div>
<div><br>On Monday, 2 March 2026 at 09:05 UTC, dora@customer.example wrote:=
<br></div>
<blockquote type=3D"cite" style=3D"margin:0 0 0 .8ex;border-left:1px solid =
#ccc;padding-left:1ex"><p>Wrong address.</p></blockquote>
</div>
</body>
</html>

--=_43e7550c637873e61b5103ae86c20cbf68340330a--
')),
(1097779627807935020, mail('From: "Example Billing" <billing@example.com>
To: "Anna" <anna@example.com>
Subject: Re: [#3] [#2] Invoice 8
Date: Mon, 02 Mar 2026 09:07:00 +0000
Message-ID: <m1a6payyfksocrmhsjznyjqj5xz4d2b@example.com>
References: <m1a6payyfksocrmhsjznyjqj5xz4d2b@example.com>
Thread-Topic: Invoice 8
Thread-Index: AQHcqiPtdPread/d8WfySKFerWsu1wAAACIA
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_9176ea97e31aeff5eedee7718cb670aa48cd1048a"

--=_9176ea97e31aeff5eedee7718cb670aa48cd1048a
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

##- Write your answer above this line -##

Your answer goes to dora@customer.example. Begin with #note to keep it inte=
rnal, for Ben.

Ticket 3 =C2=B7 open =C2=B7 normal =C2=B7 nobody''s yet =C2=B7 team support

Invoice 8

May belong to ticket 2 (closed): Invoice 8
The same matter? Answer #merge 2, or send this mail: <mailto:billing@exampl=
e.com?subject=3D%23merge%202%20%28a1a6payyfksocrm3ksb3nieiizzbykw%29&body=
=3D%23merge%202%0D%0A%23note%0D%0A>

--- dora@customer.example, 2026-03-02 09:07 UTC ---

Still wrong.

On Monday, "Ben (Example Billing)" <billing@example.com> wrote:
> Corrected.
>
> On Monday, 2 March 2026 at 09:05 UTC, dora@customer.example wrote:
> > Wrong address.

--- Commands, one a line at the top of your answer ---
#take   #assign anna   #note   #close   #wait 3d   #snooze mon 9:00   #prio=
 high   #tag vip   #cc kim@example.net   #merge 12   #ask lee@example.net  =
 #undo

--- Tap and send the mail that opens, or answer with the word beside it ---
Answer and close (#close): <mailto:billing@example.com?subject=3DRe%3A%20%5=
B%233%5D%20Invoice%208%20%28w1a6payyfksocrm2ofskmsk2hnshpah%29>
Take it (#take): <mailto:billing@example.com?subject=3D%5B%233%5D%20Take%20=
it%20%28t1a6payyfksocrmwncokvbakwio2dxu%29&body=3D%23note%0D%0A>
Close without an answer (#close): <mailto:billing@example.com?subject=3D%5B=
%233%5D%20Close%20without%20an%20answer%20%28d1a6payyfksocrm63ibijii7jyoexv=
n%29&body=3D%23note%0D%0A>
Until the next working morning (#snooze 1d): <mailto:billing@example.com?su=
bject=3D%5B%233%5D%20Until%20the%20next%20working%20morning%20%28z1a6payyfk=
socrmpihu2jmepf2ipant%29&body=3D%23note%0D%0A>
Spam (#spam): <mailto:billing@example.com?subject=3D%5B%233%5D%20Spam%20%28=
j1a6payyfksocrmxwcm4ycwgi5kdurk%29&body=3D%23note%0D%0A>

--=_9176ea97e31aeff5eedee7718cb670aa48cd1048a
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head>
<meta charset=3D"utf-8">
<meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
>
<style>img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style>
</head>
<body style=3D"margin:0;padding:0">
<div class=3D"maildesk-letter" style=3D"font-family:-apple-system,''Segoe UI=
'',Roboto,''Noto Sans CJK SC'',Helvetica,Arial,sans-serif;font-size:15px;line-=
height:1.5;color:#1f2328;padding:8px;overflow-wrap:anywhere">
<div style=3D"color:#59636e;font-size:13px">##- Write your answer above thi=
s line -##</div>
<div style=3D"max-width:720px">
<p style=3D"background:#fff8c5;padding:8px 10px;border-radius:6px;margin:8p=
x 0">
Your answer goes to <b>dora@customer.example</b>. Begin with <code>#note</c=
ode> to keep it internal, for Ben.
</p>
<p style=3D"color:#59636e;font-size:13px;margin:8px 0">Ticket <b>3</b> =C2=
=B7 open =C2=B7 normal =C2=B7 nobody&#39;s yet =C2=B7 team support</p>
<p style=3D"font-size:17px;margin:8px 0"><b>Invoice 8</b></p>
<p style=3D"background:#ddf4ff;padding:8px 10px;border-radius:6px;margin:8p=
x 0">May belong to ticket <b>2</b> (closed): Invoice 8<br>
<a href=3D"mailto:billing@example.com?subject=3D%23merge%202%20%28a1a6payyf=
ksocrm3ksb3nieiizzbykw%29&amp;body=3D%23merge%202%0D%0A%23note%0D%0A">Same =
matter: merge this ticket into 2</a></p>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 4px"><b>dora@custome=
r.example</b> =C2=B7 2026-03-02 09:07 UTC</p>
<div style=3D"border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;o=
verflow-x:auto"><p>Still wrong.</p>
<p>On Monday, &quot;Ben (Example Billing)&quot; &lt;billing@example.com&gt;=
 wrote:<br>
&gt; Corrected.<br>
&gt;<br>
&gt; On Monday, 2 March 2026 at 09:05 UTC, dora@customer.example wrote:<br>
&gt; &gt; Wrong address.</p></div>
<p style=3D"font-size:13px;color:#59636e;margin:16px 0 6px">Tap and send th=
e mail that opens, or answer with the word beside it</p>
<div>
<a href=3D"mailto:billing@example.com?subject=3DRe%3A%20%5B%233%5D%20Invoic=
e%208%20%28w1a6payyfksocrm2ofskmsk2hnshpah%29" style=3D"display:inline-bloc=
k;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;margin:0 6px =
8px 0;color:#0969da;text-decoration:none">Answer and close <span style=3D"c=
olor:#59636e;font-size:12px">#close</span></a>
<a href=3D"mailto:billing@example.com?subject=3D%5B%233%5D%20Take%20it%20%2=
8t1a6payyfksocrmwncokvbakwio2dxu%29&amp;body=3D%23note%0D%0A" style=3D"disp=
lay:inline-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12p=
x;margin:0 6px 8px 0;color:#0969da;text-decoration:none">Take it <span styl=
e=3D"color:#59636e;font-size:12px">#take</span></a>
<a href=3D"mailto:billing@example.com?subject=3D%5B%233%5D%20Close%20withou=
t%20an%20answer%20%28d1a6payyfksocrm63ibijii7jyoexvn%29&amp;body=3D%23note%=
0D%0A" style=3D"display:inline-block;border:1px solid #d1d9e0;border-radius=
:6px;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-decoration:none=
">Close without an answer <span style=3D"color:#59636e;font-size:12px">#clo=
se</span></a>
<a href=3D"mailto:billing@example.com?subject=3D%5B%233%5D%20Until%20the%20=
next%20working%20morning%20%28z1a6payyfksocrmpihu2jmepf2ipant%29&amp;body=
=3D%23note%0D%0A" style=3D"display:inline-block;border:1px solid #d1d9e0;bo=
rder-radius:6px;padding:8px 12px;margin:0 6px 8px 0;color:#0969da;text-deco=
ration:none">Until the next working morning <span style=3D"color:#59636e;fo=
nt-size:12px">#snooze 1d</span></a>
<a href=3D"mailto:billing@example.com?subject=3D%5B%233%5D%20Spam%20%28j1a6=
payyfksocrmxwcm4ycwgi5kdurk%29&amp;body=3D%23note%0D%0A" style=3D"display:i=
nline-block;border:1px solid #d1d9e0;border-radius:6px;padding:8px 12px;mar=
gin:0 6px 8px 0;color:#0969da;text-decoration:none">Spam <span style=3D"col=
or:#59636e;font-size:12px">#spam</span></a>
</div>
<p style=3D"font-size:13px;color:#59636e;margin:12px 0 0">Commands, one a l=
ine at the top of your answer:<br>
<code>#take</code> =C2=B7 <code>#assign anna</code> =C2=B7 <code>#note</cod=
e> =C2=B7 <code>#close</code> =C2=B7 <code>#wait 3d</code> =C2=B7 <code>#sn=
ooze mon 9:00</code> =C2=B7 <code>#prio high</code> =C2=B7 <code>#tag vip</=
code> =C2=B7 <code>#cc kim@example.net</code> =C2=B7 <code>#merge 12</code>=
 =C2=B7 <code>#ask lee@example.net</code> =C2=B7 <code>#undo</code></p>
</div>
</div>
</body>
</html>

--=_9176ea97e31aeff5eedee7718cb670aa48cd1048a--
'));

INSERT INTO outbox (letter, relay, mail_from, state, reason, attempts, begun, due, lease, fence, created, since, done) VALUES
(5318216008177790, 'default', '', 'queued', '', 0, 0, moment('2026-03-02T09:16:00+00:00'), NULL, 0, moment('2026-03-02T09:16:00+00:00'), moment('2026-03-02T09:16:00+00:00'), NULL),
(7851689688630869, 'default', '', 'queued', '', 0, 0, moment('2026-03-02T09:17:00+00:00'), NULL, 0, moment('2026-03-02T09:17:00+00:00'), moment('2026-03-02T09:17:00+00:00'), NULL),
(18441700301559867, 'default', '', 'queued', '', 0, 0, moment('2026-03-02T09:15:00+00:00'), NULL, 0, moment('2026-03-02T09:15:00+00:00'), moment('2026-03-02T09:15:00+00:00'), NULL),
(24828356823699773, 'away', '', 'queued', '127.0.0.1 refuses the connection', 1, 1, moment('2026-03-02T09:17:00+00:00'), NULL, 1, moment('2026-03-02T09:05:00+00:00'), moment('2026-03-02T09:05:00+00:00'), NULL),
(32180921002427611, 'default', '', 'sent', '', 1, 1, NULL, NULL, 1, moment('2026-03-02T09:01:00+00:00'), moment('2026-03-02T09:01:00+00:00'), moment('2026-03-02T09:12:00+00:00')),
(55981925616838057, 'away', '', 'queued', '127.0.0.1 refuses the connection', 1, 1, moment('2026-03-02T09:17:00+00:00'), NULL, 1, moment('2026-03-02T09:05:00+00:00'), moment('2026-03-02T09:05:00+00:00'), NULL),
(112590064248260547, 'default', 'support@example.com', 'held', 'the private address of an agent stands in it: anna@example.com', 0, 0, NULL, NULL, 0, moment('2026-03-02T09:16:00+00:00'), moment('2026-03-02T09:16:00+00:00'), moment('2026-03-02T09:16:00+00:00')),
(117945499747229016, 'default', '', 'sent', '', 1, 1, NULL, NULL, 1, moment('2026-03-02T09:13:00+00:00'), moment('2026-03-02T09:13:00+00:00'), moment('2026-03-02T09:20:00+00:00')),
(141284320340235179, 'default', '', 'queued', '', 0, 0, moment('2026-03-02T09:18:00+00:00'), NULL, 0, moment('2026-03-02T09:18:00+00:00'), moment('2026-03-02T09:18:00+00:00'), NULL),
(158523784492522989, 'default', '', 'queued', '', 0, 0, moment('2026-03-02T09:15:00+00:00'), NULL, 0, moment('2026-03-02T09:15:00+00:00'), moment('2026-03-02T09:15:00+00:00'), NULL),
(180761995246482716, 'default', '', 'captured', 'the mailbox says deliver: capture', 0, 0, NULL, NULL, 0, moment('2026-03-02T09:08:00+00:00'), moment('2026-03-02T09:08:00+00:00'), moment('2026-03-02T09:08:00+00:00')),
(208347340138605145, 'default', '', 'captured', 'the mailbox says deliver: capture', 0, 0, NULL, NULL, 0, moment('2026-03-02T09:08:00+00:00'), moment('2026-03-02T09:08:00+00:00'), moment('2026-03-02T09:08:00+00:00')),
(317113615584874248, 'default', 'support@example.com', 'queued', '', 0, 0, moment('2026-03-02T09:14:00+00:00'), NULL, 0, moment('2026-03-02T09:14:00+00:00'), moment('2026-03-02T09:14:00+00:00'), NULL),
(343143708128477338, 'away', '', 'queued', '127.0.0.1 refuses the connection', 1, 1, moment('2026-03-02T09:17:00+00:00'), NULL, 1, moment('2026-03-02T09:05:00+00:00'), moment('2026-03-02T09:05:00+00:00'), NULL),
(396312072484313488, 'default', '', 'sent', '', 1, 1, NULL, NULL, 1, moment('2026-03-02T09:03:00+00:00'), moment('2026-03-02T09:03:00+00:00'), moment('2026-03-02T09:12:00+00:00')),
(413064188363604315, 'default', 'support@example.com', 'sent', '', 1, 1, NULL, NULL, 1, moment('2026-03-02T09:02:00+00:00'), moment('2026-03-02T09:02:00+00:00'), moment('2026-03-02T09:12:00+00:00')),
(431171893569511510, 'default', '', 'sending', '', 1, 1, moment('2026-03-02T09:13:00+00:00'), moment('2026-03-02T10:05:00+00:00'), 1, moment('2026-03-02T09:13:00+00:00'), moment('2026-03-02T09:13:00+00:00'), NULL),
(503136195247589893, 'default', '', 'sending', '', 1, 0, moment('2026-03-02T09:13:00+00:00'), moment('2026-03-02T10:05:00+00:00'), 1, moment('2026-03-02T09:13:00+00:00'), moment('2026-03-02T09:13:00+00:00'), NULL),
(545446033903807092, 'away', '', 'queued', '', 0, 0, moment('2026-03-02T09:20:00+00:00'), NULL, 0, moment('2026-03-02T09:20:00+00:00'), moment('2026-03-02T09:20:00+00:00'), NULL),
(620989412873425409, 'default', '', 'captured', 'the mailbox says deliver: capture', 0, 0, NULL, NULL, 0, moment('2026-03-02T09:08:00+00:00'), moment('2026-03-02T09:08:00+00:00'), moment('2026-03-02T09:08:00+00:00')),
(622032180831450441, 'default', '', 'sent', '', 1, 1, NULL, NULL, 1, moment('2026-03-02T09:11:00+00:00'), moment('2026-03-02T09:11:00+00:00'), moment('2026-03-02T09:12:00+00:00')),
(800710003479909756, 'default', '', 'sent', '', 1, 1, NULL, NULL, 1, moment('2026-03-02T09:01:00+00:00'), moment('2026-03-02T09:01:00+00:00'), moment('2026-03-02T09:12:00+00:00')),
(930486104698380386, 'default', '', 'sent', '', 1, 1, NULL, NULL, 1, moment('2026-03-02T09:04:00+00:00'), moment('2026-03-02T09:04:00+00:00'), moment('2026-03-02T09:12:00+00:00')),
(957402725837840971, 'default', '', 'captured', 'the mailbox says deliver: capture', 0, 0, NULL, NULL, 0, moment('2026-03-02T09:12:00+00:00'), moment('2026-03-02T09:12:00+00:00'), moment('2026-03-02T09:12:00+00:00')),
(987612138204094249, 'default', '', 'queued', '', 0, 0, moment('2026-03-02T09:15:00+00:00'), NULL, 0, moment('2026-03-02T09:15:00+00:00'), moment('2026-03-02T09:15:00+00:00'), NULL),
(999328486464494431, 'away', '', 'queued', '127.0.0.1 refuses the connection', 1, 1, moment('2026-03-02T09:17:00+00:00'), NULL, 1, moment('2026-03-02T09:07:00+00:00'), moment('2026-03-02T09:07:00+00:00'), NULL),
(1005185217302892055, 'default', '', 'sent', '', 1, 1, NULL, NULL, 1, moment('2026-03-02T09:01:00+00:00'), moment('2026-03-02T09:01:00+00:00'), moment('2026-03-02T09:12:00+00:00')),
(1024003322528500424, 'away', 'billing@example.com', 'queued', '127.0.0.1 refuses the connection', 1, 1, moment('2026-03-02T09:17:00+00:00'), NULL, 1, moment('2026-03-02T09:06:00+00:00'), moment('2026-03-02T09:06:00+00:00'), NULL),
(1097779627807935020, 'away', '', 'queued', '127.0.0.1 refuses the connection', 1, 1, moment('2026-03-02T09:17:00+00:00'), NULL, 1, moment('2026-03-02T09:07:00+00:00'), moment('2026-03-02T09:07:00+00:00'), NULL);

INSERT INTO outbox_recipients (letter, address, state, code, answer) VALUES
(5318216008177790, 'ben@example.com', 'queued', NULL, ''),
(7851689688630869, 'anna@example.com', 'queued', NULL, ''),
(18441700301559867, 'anna@example.com', 'queued', NULL, ''),
(24828356823699773, 'anna@example.com', 'queued', NULL, ''),
(32180921002427611, 'ben@example.com', 'sent', 250, 'kept'),
(55981925616838057, 'dora@customer.example', 'queued', NULL, ''),
(112590064248260547, 'erik@customer.example', 'queued', NULL, ''),
(117945499747229016, 'ben@example.com', 'sent', 250, '2.0.0 taken'),
(141284320340235179, 'anna@example.com', 'queued', NULL, ''),
(158523784492522989, 'ben@example.com', 'queued', NULL, ''),
(180761995246482716, 'ben@example.com', 'queued', NULL, ''),
(208347340138605145, 'anna@example.com', 'queued', NULL, ''),
(317113615584874248, 'frank@customer.example', 'queued', NULL, ''),
(343143708128477338, 'ben@example.com', 'queued', NULL, ''),
(396312072484313488, 'anna@example.com', 'sent', 250, 'kept'),
(413064188363604315, 'bob@customer.example', 'sent', 250, 'kept'),
(431171893569511510, 'frank@customer.example', 'queued', NULL, ''),
(503136195247589893, 'anna@example.com', 'queued', NULL, ''),
(545446033903807092, 'anna@example.com', 'queued', NULL, ''),
(620989412873425409, 'liwei@customer.example', 'queued', NULL, ''),
(622032180831450441, 'anna@example.com', 'sent', 250, 'kept'),
(800710003479909756, 'anna@example.com', 'sent', 250, 'kept'),
(930486104698380386, 'anna@example.com', 'sent', 250, 'kept'),
(957402725837840971, 'anna@example.com', 'queued', NULL, ''),
(987612138204094249, 'erik@customer.example', 'queued', NULL, ''),
(999328486464494431, 'ben@example.com', 'queued', NULL, ''),
(1005185217302892055, 'bob@customer.example', 'sent', 250, 'kept'),
(1024003322528500424, 'dora@customer.example', 'queued', NULL, ''),
(1097779627807935020, 'anna@example.com', 'queued', NULL, '');
