-- Children that had rows when their array was released stayed behind, and the array never ended.
update task set state = 'pending', queued_at = now(), version = task.version + 1
from task as whole
where whole.id = task.parent_id and task.state = 'created' and whole.state in ('pending', 'spread') and whole.stop_asked_at is null;
