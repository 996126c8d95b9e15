-- What the search knows of each message: its rowid is the message's place, so that hits come in order. Words come from the
-- program already cut and folded; whatever is not a blank belongs to a word.
create virtual table received_search using fts5 (words, content='', contentless_delete=1, detail=none, prefix='3',
    tokenize="ascii tokenchars '^$@#!'");
create virtual table sent_search using fts5 (words, content='', contentless_delete=1, detail=none, prefix='3',
    tokenize="ascii tokenchars '^$@#!'");
