from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..engine.choice import is_held_out, pick
from ..engine.placeholders import fill, find
from .consent_common import HOW
from .flow_common import EMAIL, FlowCommon


@tagged('post_install', '-at_install')
class TestFlow(FlowCommon):
    """Each step once, in time, to who still wants it."""

    def test_steps_follow_the_event_by_their_delays(self):
        self._say('given')

        self._run(0)
        self.assertEqual(self._get_subjects(), ["Welcome {{customer}}"])
        self._run(71)
        self.assertEqual(len(self._get_subjects()), 1)
        self._run(73)
        self._run(200)

        self.assertEqual(self._get_subjects(), ["Welcome {{customer}}", "Second"])
        self.assertEqual(self._get_run().state, 'done')

    def test_what_happened_before_the_flow_was_switched_on_begins_nothing(self):
        self._say('given')
        self.flow.active = False
        self.env.cr.execute("UPDATE gift_consent SET date = date - interval '1 hour'")

        self.flow.active = True
        self._run(0)

        self.assertFalse(self._get_run())

    def test_running_again_sends_nothing_again(self):
        self._say('given')
        self._run(0)
        run = self._get_run()

        run.write({'step_id': self.first.id, 'due_on': self.now, 'state': 'running'})
        self._run(0)
        self._say('withdrawn')
        self._say('given')
        self._run(1)

        self.assertEqual(self._get_subjects(), ["Welcome {{customer}}"])
        self.assertEqual(len(self._get_run()), 1)

    def test_who_unsubscribed_gets_no_further_mail(self):
        self._say('given')
        self._run(0)

        self.customer._gift_stop('newsletter', HOW)
        self._run(73)

        self.assertEqual(len(self._get_subjects()), 1)
        self.assertEqual(
            (self._get_run().state, self._get_run().reason), ('stopped', 'unsubscribed')
        )

    def test_an_order_ends_the_flow_where_it_says_so(self):
        self._say('given')
        self._run(0)
        self._order(hours=1)

        self._run(73)
        self.assertEqual((self._get_run().state, self._get_run().reason), ('stopped', 'ordered'))

        self.flow.stop_on_order = False
        self._say('given', email='otto@example.com')
        self._run(0)
        self._run(73)
        self.assertEqual(len(self._get_subjects('otto@example.com')), 2)

    def test_the_cap_is_set_in_the_settings(self):
        values = {'gift_flow_cap_mails': 1, 'gift_flow_cap_days': 30}
        self.env['res.config.settings'].create(values).execute()
        self.assertEqual(self.runs._get_cap(), (1, 30))

        for wrong in ({'gift_flow_cap_mails': 0}, {'gift_flow_cap_days': 0}):
            with self.subTest(wrong), self.assertRaisesRegex(ValidationError, "at least one"):
                self.env['res.config.settings'].create(wrong)

    def test_the_cap_makes_the_next_flow_wait(self):
        other = self._create_flow(name="Other")
        self._say('given')
        self._run(0)
        self.assertEqual(len(self._get_subjects()), 2)

        earlier = self.now - timedelta(hours=1)
        third = self._create_flow(name="Third", activated_on=earlier)
        self._run(1)
        run = third.run_ids
        self.assertEqual((run.state, run.sending_ids), ('running', run.sending_ids.browse()))
        exempt = self._create_flow(name="Exempt", is_capped=False, activated_on=earlier)
        self._run(2)
        self.assertEqual(len(exempt.run_ids.sending_ids), 1)

        other.active = self.flow.active = False
        self._run(24 * 8)
        self.assertEqual(len(run.sending_ids), 1)

    def test_the_held_out_are_the_same_each_time_and_get_nothing(self):
        self.flow.holdout_percent = 50
        emails = [f'person{number}@example.com' for number in range(40)]
        for email in emails:
            self._say('given', email=email)

        self._run(0)

        held = {run.email for run in self.flow.run_ids if run.state == 'held'}
        self.assertEqual(held, {email for email in emails if is_held_out(50, self.flow.id, email)})
        self.assertTrue(8 <= len(held) <= 32)
        self.assertFalse(self.flow.run_ids.sending_ids.filtered(lambda one: one.email in held))
        self.assertEqual(len(self.flow.run_ids.sending_ids), 40 - len(held))

    def test_wordings_are_shared_out_by_their_weights(self):
        self.assertEqual([pick((1, 0), 'x', n) for n in range(50)], [0] * 50)
        self.assertIsNone(pick((0, 0), 'x'))
        found = [pick((3, 1), 'x', n) for n in range(2000)]
        self.assertTrue(1400 < found.count(0) < 1600)
        self.assertEqual(found, [pick((3, 1), 'x', n) for n in range(2000)])

        self.first.variant_ids = [
            Command.create({'name': 'B', 'subject': "Other words", 'body': "<p>B</p>", 'weight': 1})
        ]
        for number in range(30):
            self._say('given', email=f'ab{number}@example.com')
        self._run(0)
        counts = [
            len(self.flow.run_ids.sending_ids.filtered(lambda one, v=variant: one.variant_id == v))
            for variant in self.first.variant_ids
        ]
        self.assertEqual(sum(counts), 30)
        self.assertTrue(all(count >= 5 for count in counts))

    def test_a_condition_skips_the_step(self):
        self.second.condition = 'not_opened'
        self._say('given')
        self._run(0)
        self._get_run().sending_ids.trace_id.set_opened()

        self._run(73)

        self.assertEqual(len(self._get_subjects()), 1)
        self.assertEqual(self._get_run().state, 'done')

    def test_texts_are_filled_in_and_never_run(self):
        self.customer.name = "<b>Emma</b> {{shop}}\r\nBcc: x@example.com"
        self._say('given')

        self._run(0)

        mail = self._get_run().sending_ids.trace_id.mail_mail_id
        self.assertEqual(mail.subject, "Welcome <b>Emma</b> {{shop}} Bcc: x@example.com")
        self.assertIn("Hello &lt;b&gt;Emma&lt;/b&gt; {{shop}}", mail.body_html)
        self.assertEqual(find('{{ customer }} {{object.env}}'), ['customer', 'object.env'])
        self.assertEqual(fill('{{a}}{{b}}', {'a': '{{b}}', 'b': '1'}), '{{b}}1')
        with self.assertRaises(ValidationError):
            self.first.variant_ids.body = "<p>{{object.env.cr}}</p>"

    def test_the_mail_can_be_stopped_by_one_click_and_says_why_it_came(self):
        self._say('given')
        self._run(0)
        mail = self._get_run().sending_ids.trace_id.mail_mail_id

        with self.mock_mail_gateway():
            mail.send()

        sent = self._mails[0]
        path = self.customer._gift_get_stop_path('newsletter')
        self.assertIn(path, sent['headers']['List-Unsubscribe'])
        self.assertIn(path, sent['body'])
        self.assertIn('/blank.gif', sent['body'])
        self.assertEqual(self._get_run().sending_ids.trace_status, 'sent')

    def test_a_mail_server_in_trouble_loses_nothing(self):
        self._say('given')
        self._run(0)
        sending = self._get_run().sending_ids
        mail = sending.trace_id.mail_mail_id
        mail.write({'state': 'exception', 'failure_type': 'mail_smtp'})

        self.env['gift.flow.sending']._cron_retry()
        self.assertEqual(mail.state, 'outgoing')
        with self.mock_mail_gateway():
            mail.send()
        self.env['gift.flow.sending']._cron_retry()

        self.assertEqual(len(self._mails), 1)
        self.assertEqual(sending.trace_status, 'sent')

    def test_a_failed_step_does_not_hold_up_the_others(self):
        self._say('given')
        self._say('given', email='otto@example.com')
        original = type(self.runs)._get_stop_reason

        def fail(run):
            if run.email == EMAIL:
                raise ZeroDivisionError
            return original(run)

        self.patch(self.registry['gift.flow.run'], '_get_stop_reason', fail)
        with self.assertLogs('odoo.addons.gift_personalization.models.guarded', 'ERROR'):
            self._run(0)

        self.assertFalse(self._get_subjects())
        self.assertEqual(len(self._get_subjects('otto@example.com')), 1)

    def test_many_people_cost_no_more_each_than_a_few(self):
        def count(number):
            for index in range(number):
                self._say('given', email=f'q{number}.{index}@example.com')
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._run(0)
            self.env.flush_all()
            spent = self.env.cr.sql_log_count - before
            sent = self.env['gift.flow.sending'].search_count([('email', '=like', f'q{number}.%')])
            self.assertEqual(sent, number)
            return spent / number

        count(2)
        few, many = count(10), count(200)
        self.assertLessEqual(many, few)
